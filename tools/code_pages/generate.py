"""Generates crates/coapt/src/code_page/generated/tables.rs.

Run from the root of the repository, with Python 3.11, Java 17, Node 20, npm, cargo and glibc's
iconv and charmaps at hand:

    python3 tools/code_pages/generate.py > crates/coapt/src/code_page/generated/tables.rs

The facts come from four places, all public: CPython's codecs, the JDK's charsets (Dump.java), the
tables that the npm package `codepage` 1.15.0 recorded for Microsoft's identifiers (dump.js), and
glibc's iconv. What CPython also has is compared with what is taken from elsewhere; differences go
to the standard error stream.

Private use characters, which those sources use for unassigned codes, count as unmapped.
A two-byte table is stored as runs of a sequence that the program has anyway (Unicode, or an
encoding of encoding_rs: bases.rs) and as texts for the rest.
"""

import collections
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
UNMAPPED = "\ufffd"
SHORTEST_RUN = 24
WIDEST_GAP = 12
# In a packed text, the middle of the ASCII characters that stand for a step from the last one.
NO_STEP = 0x4F
WIDEST_STEP = 0x7D - NO_STEP

# name in tables.rs -> page of the npm package
MICROSOFT = [
    37, 437, 500, 708, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866,
    869, 870, 875, 932, 936, 949, 950, 1026, 1047, 1140, 1141, 1142, 1143, 1144, 1145, 1146, 1147, 1148, 1149,
    1361, 10000, 10001, 10002, 10004, 10005, 10006, 10007, 10010, 10017, 10021,
    10029, 10079, 10081, 10082, 20000, 20001, 20002, 20003, 20004, 20005, 20105, 20106, 20107,
    20108, 20261, 20273, 20277, 20278, 20280, 20284, 20285, 20290, 20297, 20420, 20423, 20424,
    20833, 20838, 20871, 20880, 20905, 20924, 20932, 20936, 21025, 28592, 28593, 28594, 28595,
    28596, 28597, 28598, 28599, 28605, 29001, 51932, 51949,
    57002, 57003, 57004, 57005, 57007, 57008, 57009, 57010, 57011,
]  # fmt: skip
# name in tables.rs -> (charset of the JDK, table that already has the two-byte part)
JDK = {
    "IBM930": ("x-IBM930", None), "IBM933": ("x-IBM933", None), "IBM935": ("x-IBM935", None),
    "IBM937": ("x-IBM937", None), "IBM939": ("x-IBM939", "IBM930"), "IBM931": ("IBM037", "IBM930"),
    "SYMBOL": ("x-MacSymbol", None),
}  # fmt: skip
# What all of EBCDIC has below 0x40.
EBCDIC_CONTROLS = bytes(range(64)).decode("cp037")
SEVEN_BIT = {20105, 20106, 20107, 20108}


def run(*command, cwd=None, data=None):
    return subprocess.run(command, cwd=cwd, input=data, check=True, capture_output=True).stdout


def is_mapped(text):
    """Whether `text` is one character of the basic plane that has a meaning."""
    return text is not None and len(text) == 1 and text != UNMAPPED and not is_private(text)


def is_private(char):
    return 0xD800 <= ord(char) <= 0xF8FF or ord(char) > 0xFFFF


def microsoft_tables(work):
    run("npm", "pack", "codepage@1.15.0", cwd=work)
    run("tar", "xzf", "codepage-1.15.0.tgz", cwd=work)
    pages = json.loads(run("node", HERE / "dump.js", work / "package"))
    for page in MICROSOFT:
        dec = {int(code): text for code, text in pages[str(page)]["dec"].items()}
        enc = pages[str(page)]["enc"]
        dec[0], dec[1] = "\0", "\1"  # the package overwrote these two with the last code's
        if page in SEVEN_BIT:
            dec = {code: text for code, text in dec.items() if code < 0x7F} | {0x7F: "\x7f"}
        if page == 20936:
            dec = python_double("gb2312") | dec  # one code is missing in the package
        if page == 51949:
            dec |= python_double("euc_kr")  # one code is wrong in the package
        if 57002 <= page <= 57011:
            # 0xEF and 0xF0 start the sequences of ISCII that table.rs does not describe.
            dec = {code: text for code, text in dec.items() if code >> 8 not in (0xEF, 0xF0)}
            dec[0xD9] = "\u200d"
            enc = iscii_preferred(dec)
        yield f"CP{page}", {code: text for code, text in dec.items() if is_mapped(text)}, enc


def iscii_preferred(dec):
    """The codes to write where a script has one letter for two of the common order.

    That is the first one, except that a script without short e and o has the long ones.
    """
    short_vowels = {0xAB, 0xAF, 0xE0, 0xE4}
    return {dec[code]: code for code in sorted(dec, key=lambda c: (c not in short_vowels, -c))}


def jdk_tables():
    charsets = sorted({charset for charset, _ in JDK.values()})
    decoded, encoded = collections.defaultdict(dict), collections.defaultdict(dict)
    for line in run("java", HERE / "Dump.java", *charsets).decode().splitlines():
        kind, charset, code, char = line.split()
        if kind == "D":
            decoded[charset][int(code, 16)] = chr(int(char, 16))
        else:
            encoded[charset][chr(int(char, 16))] = int(code, 16)
    for name, (charset, _) in JDK.items():
        dec = {code: char for code, char in decoded[charset].items() if is_mapped(char)}
        if "x-IBM" in charset or name == "IBM931":
            dec |= dict(enumerate(EBCDIC_CONTROLS))
        yield name, dec, encoded[charset]


def iconv_table(charset, leads=()):
    codes = [bytes([code]) for code in range(256) if code not in leads]
    codes += [bytes([lead, trail]) for lead in leads for trail in range(0x20, 0x7F)]
    table = {}
    for code in codes:
        done = subprocess.run(
            ["iconv", "-f", charset, "-t", "UTF-8"], input=code, capture_output=True, check=False
        )
        text = done.stdout.decode()
        if done.returncode == 0 and is_mapped(text):
            table[int.from_bytes(code, "big")] = text
    return table


def charmap_table(charset):
    text = gzip.decompress(pathlib.Path(f"/usr/share/i18n/charmaps/{charset}.gz").read_bytes())
    rows = re.findall(rb"^<U([0-9A-F]{4})>\s+/x([0-9a-f]{2})\s", text, re.MULTILINE)
    table = {int(code, 16): chr(int(char, 16)) for char, code in rows}
    return {code: char for code, char in table.items() if is_mapped(char)}


def python_table(codec):
    table = {}
    for code in range(256):
        try:
            table[code] = bytes([code]).decode(codec)
        except UnicodeDecodeError:
            continue
    return table


def python_double(codec):
    table = {}
    for code in range(0xA1A1, 0xFEFF):
        try:
            table[code] = code.to_bytes(2, "big").decode(codec)
        except UnicodeDecodeError:
            continue
    return {code: text for code, text in table.items() if is_mapped(text)}


def base_sequences(work):
    """The order of each base: name -> character -> its places in that order."""
    crate = work / "bases"
    (crate / "src").mkdir(parents=True)
    (crate / "Cargo.toml").write_text(
        '[package]\nname = "bases"\nedition = "2024"\n[dependencies]\nencoding_rs = "0.8"\n[workspace]\n'
    )
    (crate / "src/main.rs").write_text((HERE / "bases.rs").read_text())
    sequences = {"Unicode": {chr(code): [code] for code in range(0x10000)}}
    counts = collections.Counter()
    for line in run("cargo", "run", "-q", cwd=crate).decode().splitlines():
        name, _, char = line.split()
        places = sequences.setdefault(name, {}).setdefault(chr(int(char, 16)), [])
        places.append(counts[name])
        counts[name] += 1
    return sequences


def quoted(text):
    out = []
    for char in text:
        if char in "\\\"":
            out.append("\\" + char)
        elif char == UNMAPPED or unicodedata.category(char)[0] in "LNPS" and ord(char) != 0xAD:
            out.append(char)
        elif char == " ":
            out.append(char)
        else:
            out.append(f"\\u{{{ord(char):x}}}")
    return '"' + "".join(out) + '"'


def single_text(table):
    """The characters of the one-byte codes as table.rs reads them: a head by name, and the rest."""
    text = "".join(table.get(code, UNMAPPED) for code in range(256))
    latin = "".join(map(chr, range(160)))
    heads = {"LATIN": latin, "ASCII_HEAD": latin[:128], "EBCDIC": EBCDIC_CONTROLS, "CONTROLS": latin[:32], "NONE": ""}
    for name, head in heads.items():
        if text.startswith(head):
            return name, text[len(head) :].rstrip(UNMAPPED)
    raise ValueError(text)


def packed(text):
    """`text` with a space for each unmapped cell, and an ASCII character for a small step."""
    out, last = [], 0
    for char in text:
        step = ord(char) - last
        if char == UNMAPPED:
            out.append(" ")
            continue
        if abs(step) <= WIDEST_STEP:
            out.append(chr(NO_STEP + step))
        else:
            out.append("~" + char if ord(char) < 0x80 else char)
        last = ord(char)
    return "".join(out)


def ranges(numbers):
    found = []
    for number in sorted(numbers):
        if found and found[-1][1] + 1 == number:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


class Double:
    """The two-byte part of a table as runs and texts."""

    def __init__(self, table, bases):
        codes = [code for code in table if code > 0xFF]
        self.trails = sorted({code & 0xFF for code in codes})
        self.first_lead = min(codes) >> 8
        places = {trail: place for place, trail in enumerate(self.trails)}
        cells = {
            ((code >> 8) - self.first_lead) * len(self.trails) + places[code & 0xFF]: table[code]
            for code in codes
        }
        self.runs, self.texts = [], []
        cell, end = 0, max(cells) + 1
        while cell < end:
            length, base, place = longest_run(cells, cell, bases)
            if length >= SHORTEST_RUN:
                self.runs.append((cell, base, place, length))
                cell += length
                continue
            if cell in cells:
                self.add_text(cell, cells[cell])
            cell += 1

    def add_text(self, cell, char):
        if self.texts:
            start, text = self.texts[-1]
            gap = cell - start - len(text)
            is_free = not self.runs or self.runs[-1][0] < start
            if gap <= WIDEST_GAP and is_free and len(text) < 4000:
                self.texts[-1] = (start, text + UNMAPPED * gap + char)
                return
        self.texts.append((cell, char))


def longest_run(cells, cell, bases):
    best = (0, None, 0)
    for base, sequence in bases.items():
        for place in sequence.get(cells.get(cell), ()):
            length = 1
            while place + length in sequence.get(cells.get(cell + length), ()):
                length += 1
            best = max(best, (length, base, place), key=lambda found: found[0])
    return best


def decode_only(table, enc):
    """Codes of a character that is written as another code."""
    codes = collections.defaultdict(list)
    for code in sorted(table):
        codes[table[code]].append(code)
    extra = []
    for char, found in codes.items():
        if len(found) > 1:
            kept = enc.get(char)
            is_ascii, is_mixed = found[0] < 0x80, found[0] < 0x100 <= found[1]
            if is_ascii or is_mixed or kept not in found:
                kept = found[0]
            extra += [code for code in found if code != kept]
    return sorted(extra)


def checksum(table):
    """FNV-1a over code and character of each mapping in order; table.rs has it too."""
    sum_ = 0x811C9DC5
    for code in sorted(table):
        for byte in code.to_bytes(2, "big") + ord(table[code]).to_bytes(2, "big"):
            sum_ = (sum_ ^ byte) * 0x01000193 & 0xFFFFFFFF
    return sum_


def print_double(name, table, bases):
    double = Double(table, bases)
    trails = ", ".join(f"(0x{low:02X}, 0x{high:02X})" for low, high in ranges(double.trails))
    print(f"\nstatic {name}_DOUBLE: Double = Double {{")
    print(f"    first_lead: 0x{double.first_lead:02X},")
    print(f"    trails: &[{trails}],")
    print("    runs: &[")
    for start in range(0, len(double.runs), 5):
        rows = double.runs[start : start + 5]
        print("       ", " ".join(f"({cell}, {base}, 0x{at:X}, {n})," for cell, base, at, n in rows))
    print("    ],")
    print("    texts: &[")
    for cell, text in double.texts:
        print(f"        ({cell}, {quoted(packed(text))}),")
    print("    ],")
    print("};")


def print_table(name, table, enc, shared):
    has_double = any(code > 0xFF for code in table)
    double = f"Some(&{shared or name}_DOUBLE)" if has_double else "None"
    extra = ", ".join(f"0x{code:X}" for code in decode_only(table, enc))
    print(f"\npub(super) static {name}: Table = Table::new(Source {{")
    head, rest = single_text(table)
    print(f"    head: {head},")
    print(f"    rest: {quoted(rest)},")
    print(f"    double: {double},")
    print(f"    decode_only: &[{extra}],")
    print("});")


def compare_with_python(name, table):
    known = {"CP28598": "iso8859_8", "CP1361": "johab", "CP51949": "euc_kr", "CP20936": "gb2312"}
    page = int(name[2:]) if name[2:].isdigit() else 0
    codec = f"iso8859_{page - 28590}" if 28591 <= page <= 28606 else f"cp{page:03}"
    codec = known.get(name, codec)
    try:
        b"".decode(codec)
        "a".encode(codec)
    except LookupError:
        return
    differing = []
    for code in range(0x10000):
        data = bytes([code]) if code < 0x100 else code.to_bytes(2, "big")
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            text = None
        text = text if is_mapped(text) else None
        if table.get(code) != text:
            differing.append(f"{code:x}:{table.get(code)!r}/{text!r}")
    if differing:
        print(f"{name} differs from {codec} in {len(differing)}:", *differing[:8], file=sys.stderr)


def all_tables(work):
    yield "ASCII", {code: chr(code) for code in range(0x80)}, {}
    yield "CP28591", python_table("iso8859_1"), {}
    yield from microsoft_tables(work)
    yield from jdk_tables()
    # The JDK has code page 1027 only as the one-byte part of 939.
    only_single = [found for name, found, _ in jdk_tables() if name == "IBM939"][0]
    yield "CP21027", {code: char for code, char in only_single.items() if code < 0x100}, {}
    yield "CP20269", iconv_table("ISO6937", leads=range(0xC1, 0xD0)), {}
    yield "NEXTSTEP", charmap_table("NEXTSTEP"), {}


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        bases = base_sequences(work)
        print("//! Written by `tools/code_pages/generate.py`, which says where the tables come from.")
        print("\nuse super::table::Base::{Big5, EucJp, EucKr, Gbk, Jis0212, Unicode};")
        print("use super::table::{ASCII as ASCII_HEAD, CONTROLS, Double, EBCDIC, LATIN, NONE, Source, Table};")
        sums = []
        for name, table, enc in all_tables(work):
            shared = JDK[name][1] if name in JDK else None
            if shared:
                assert shared == "IBM930"
                # The JDK's 939 differs in one of these codes: it reads a minus as full-width.
                single = {code: char for code, char in table.items() if code < 0x100}
                table, enc = single | double_of_930, enc_of_930 | enc
            if name == "IBM930":
                double_of_930 = {code: char for code, char in table.items() if code > 0xFF}
                enc_of_930 = enc
            if shared is None and any(code > 0xFF for code in table):
                print_double(name, table, bases)
            print_table(name, table, enc, shared)
            compare_with_python(name, table)
            high, low = divmod(checksum(table), 0x10000)
            sums.append(f'    ("{name}", &{name}, {len(table)}, 0x{high:04X}_{low:04X}),')
        print("\n/// Every table with its number of mappings and their checksum.")
        print("#[cfg(test)]")
        print("pub(super) static ALL: &[(&str, &Table, usize, u32)] = &[", *sums, "];", sep="\n")


main()
