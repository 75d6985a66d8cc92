// A client of MET's Weather API that keeps to its terms: it says who it is, asks again only after Expires, and then with
// If-Modified-Since. It knows nothing of the sandbox.
export class Weather {
    #kept = new Map();

    constructor(agent) {
        this.agent = agent;
    }

    // The forecast of a place, from memory while it is fresh.
    async forecast(lat, lon) {
        const url = `https://api.met.no/weatherapi/locationforecast/2.0/compact?lat=${lat.toFixed(4)}&lon=${lon.toFixed(4)}`;
        const kept = this.#kept.get(url);
        if (kept && Date.now() < kept.until) return kept.body;
        const headers = { 'User-Agent': this.agent };
        if (kept?.modified) headers['If-Modified-Since'] = kept.modified;
        const response = await fetch(url, { headers });
        if (response.status !== 304 && !response.ok) throw new Error(`status ${response.status}`);
        const body = response.status === 304 ? kept.body : await response.json();
        // By the clock of the server, since the one of this machine may be wrong.
        const lifetime = Date.parse(response.headers.get('Expires')) - Date.parse(response.headers.get('Date'));
        const modified = response.headers.get('Last-Modified') ?? kept?.modified;
        this.#kept.set(url, { body, until: Date.now() + lifetime, modified });
        return body;
    }

    // How many milliseconds until the oldest forecast expires.
    get left() {
        return Math.min(...[...this.#kept.values()].map((kept) => kept.until)) - Date.now();
    }
}
