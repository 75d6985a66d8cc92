require 'net/http'

url = URI(ENV.fetch('URL'))
response = Net::HTTP.start(url.host, url.port, use_ssl: true, open_timeout: 20, read_timeout: 20) do |http|
  http.get(url.request_uri, 'User-Agent' => ENV.fetch('AGENT'))
end
abort "status #{response.code}" unless response.is_a?(Net::HTTPSuccess)
