# One test suite of five: `suite.rb URL RUNS`. What it writes has the same token in each language, so that a mix-up shows.
require 'json'
require 'net/http'

def call(method, url, body = nil)
  uri = URI(url)
  headers = { 'content-type' => 'application/json' }
  Net::HTTP.start(uri.host, uri.port) { |http| http.send_request(method, uri, body&.to_json, headers) }
end

def check(expected, found)
  raise "#{found} in place of #{expected}" unless found == expected
end

url, runs = ARGV
runs.to_i.times do |run|
  name = "ruby-#{run}"
  world = "#{url}/w/#{name}"
  visitor = "#{world}/api/v1/livechat/visitor"
  call('POST', visitor, { visitor: { token: 'token', name: name } })
  call('POST', "#{world}/__livechat-mock/faults", { fault: { fail: { status: 503 } }, times: 1 })
  check('503', call('GET', "#{visitor}/token").code)
  check(name, JSON.parse(call('GET', "#{visitor}/token").body)['visitor']['name'])
  check(3, JSON.parse(call('GET', "#{world}/__livechat-mock/received").body)['received'].size)
  check('200', call('DELETE', "#{url}/__livechat-mock/worlds/#{name}").code)
end
