// One request by node-coap, described in JSON; the body goes to standard output, each state of an observation in a line.
'use strict'
const coap = require('coap')

const ask = JSON.parse(process.argv[2])
const url = new URL(ask.uri)
const request = coap.request({
  hostname: url.hostname,
  port: Number(url.port),
  pathname: url.pathname,
  query: url.search.slice(1),
  method: ask.method,
  confirmable: !ask.non,
  observe: ask.states > 0,
  retrySend: 4,
  token: ask.token ? Buffer.from(ask.token, 'hex') : undefined
})
if (ask.format !== null) request.setOption('Content-Format', { 0: 'text/plain', 41: 'application/xml' }[ask.format])
if (ask.accept !== null) request.setOption('Accept', { 0: 'text/plain', 41: 'application/xml' }[ask.accept] ?? Buffer.from([ask.accept]))
if (ask.etag) request.setOption('ETag', Buffer.from(ask.etag, 'hex'))
if (ask.if_match) request.setOption('If-Match', Buffer.from(ask.if_match, 'hex'))
if (ask.if_none_match) request.setOption('If-None-Match', Buffer.alloc(0))
if (ask.block) {
  const exponent = Math.log2(ask.block) - 4
  request.setOption(ask.payload ? 'Block1' : 'Block2', Buffer.from([exponent]))
}
request.on('response', response => {
  let left = ask.states
  response.on('data', data => {
    console.log(data.toString())
    left -= 1
    if (ask.states > 0 && left === 0) {
      response.close()
      setTimeout(() => process.exit(0), 200)
    }
  })
  if (ask.states === 0) {
    if (response.payload.length === 0) console.log('')
    response.on('end', () => setTimeout(() => process.exit(0), 50))
    response.resume()
  }
})
request.on('error', error => {
  console.error(String(error))
  process.exit(1)
})
request.end(ask.payload || undefined)
