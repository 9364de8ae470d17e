// The resources of the plugtest scenarios, served by node-coap. Run: node server.js PORT
'use strict'
const crypto = require('crypto')
const coap = require('coap')

const large = first => first.repeat(1500)
const tag = text => Buffer.from(crypto.createHash('sha256').update(text).digest('hex').slice(0, 4))
const links = '</test>,</link1>;rt="Type1 Type2";if=If1,</link2>;rt="Type2 Type3";if=If2,</path>;ct=40'
const stored = { validate: 'state 1', 'large-update': 'small' }
const states = { obs: 'state 0', 'obs-large': 'state 0', 'obs-pumping': 'state 0' }
const watchers = { obs: new Set(), 'obs-large': new Set(), 'obs-pumping': new Set() }
let created = ''
let runs = 0

function shown (path) {
  const state = states[path]
  if (path === 'obs-large') return large(state.at(-1))
  if (path === 'obs-pumping' && Number(state.at(-1)) % 2 === 1) return large('p')
  return state
}

function reply (response, code, body, format) {
  response.code = code
  if (format) response.setOption('Content-Format', format)
  response.end(body)
}

function keep (path, request, response) {
  const state = stored[path]
  const values = name => request.options.filter(option => option.name === name).map(option => Buffer.from(option.value))
  const matches = values('If-Match')
  const fails = (matches.length && !(state !== undefined && matches.some(value => value.equals(tag(state))))) ||
    (values('If-None-Match').length && state !== undefined)
  if (fails) return reply(response, '4.12')
  if (request.method === 'PUT') {
    stored[path] = request.payload.toString()
    return reply(response, state === undefined ? '2.01' : '2.04')
  }
  if (request.method === 'DELETE') {
    delete stored[path]
    return reply(response, '2.02')
  }
  if (state === undefined) return reply(response, '4.04')
  response.setOption('ETag', tag(state))
  if (values('ETag').some(value => value.equals(tag(state)))) return reply(response, '2.03')
  reply(response, '2.05', state, 'text/plain')
}

function observe (path, request, response) {
  if (request.method === 'PUT') {
    states[path] = request.payload.toString()
    for (const watcher of watchers[path]) watcher.write(shown(path))
    return reply(response, '2.04')
  }
  if (request.method !== 'GET') return reply(response, '4.05')
  if (request.headers.Observe === 0) {
    response.setOption('Content-Format', 'text/plain')
    response.write(shown(path))
    watchers[path].add(response)
    return response.on('finish', () => watchers[path].delete(response))
  }
  reply(response, '2.05', shown(path), 'text/plain')
}

function test (request, response) {
  if (request.method === 'GET') return reply(response, '2.05', 'hello', 'text/plain')
  if (request.method === 'PUT') return reply(response, '2.04')
  if (request.method === 'DELETE') return reply(response, '2.02')
  response.setOption('Location-Path', ['location1', 'location2', 'location3'].map(text => Buffer.from(text)))
  reply(response, '2.01')
}

function formats (request, response) {
  const accept = request.headers.Accept
  if (accept === undefined || accept === 'text/plain') return reply(response, '2.05', 'hello', 'text/plain')
  if (accept === 'application/xml') return reply(response, '2.05', '<hello/>', 'application/xml')
  reply(response, '4.06')
}

function create (request, response) {
  created = request.payload.toString()
  response.setOption('Location-Path', 'large-created')
  reply(response, '2.01')
}

const routes = {
  test,
  '.well-known/core': (request, response) => reply(response, '2.05', links, 'application/link-format'),
  separate: (request, response) => setTimeout(() => reply(response, '2.05', 'separate', 'text/plain'), 400),
  runs: (request, response) => reply(response, '2.04', String(++runs)),
  'seg1/seg2/seg3': (request, response) => reply(response, '2.05', 'three segments', 'text/plain'),
  query: (request, response) => reply(response, '2.05', request.url.split('?')[1].replaceAll('&', ' '), 'text/plain'),
  'location-query': (request, response) => {
    response.setOption('Location-Query', ['first=1', 'second=2'].map(text => Buffer.from(text)))
    reply(response, '2.01')
  },
  'multi-format': formats,
  path: (request, response) => reply(response, '2.05', '</path/sub1>,</path/sub2>,</path/sub3>', 'application/link-format'),
  'path/sub1': (request, response) => reply(response, '2.05', 'path/sub1', 'text/plain'),
  large: (request, response) => reply(response, '2.05', large('l'), 'text/plain'),
  'large-create': create,
  'large-created': (request, response) => reply(response, '2.05', created, 'text/plain'),
  'large-post': (request, response) => reply(response, '2.04', large('a'), 'text/plain')
}

const server = coap.createServer((request, response) => {
  const path = request.url.split('?')[0].slice(1)
  response.on('error', () => {})
  if (path in states) return observe(path, request, response)
  if (['validate', 'create1', 'large-update'].includes(path)) return keep(path, request, response)
  if (path in routes) return routes[path](request, response)
  reply(response, '4.04')
})
const port = Number(process.argv[2])
server.listen(port, '127.0.0.1', () => console.log('listening on port ' + port))
