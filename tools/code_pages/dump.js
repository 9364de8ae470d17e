// Prints the tables of the npm package `codepage` as JSON: {page: {dec: {code: text}, enc: {text: code}}}.
// Run by generate.py as `node dump.js FOLDER_OF_THE_PACKAGE`.
const tables = require(require('path').resolve(process.argv[2], 'cptable.js'));
const pages = Object.keys(tables).filter((page) => tables[page] && tables[page].dec);
process.stdout.write(
  JSON.stringify(
    Object.fromEntries(
      pages.map((page) => [page, { dec: { ...tables[page].dec }, enc: tables[page].enc }]),
    ),
  ),
);
