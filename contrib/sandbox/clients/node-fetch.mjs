const response = await fetch(process.env.URL, { headers: { 'User-Agent': process.env.AGENT } });
await response.arrayBuffer();
if (!response.ok) throw new Error(`status ${response.status}`);
