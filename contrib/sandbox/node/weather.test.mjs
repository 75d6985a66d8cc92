// Ordinary tests of Node:
//
//     metstatus sandbox --lifetime 3s --scenario healthy,unchanged,deprecated --report junit=met.xml -- node --test
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Weather } from './weather.mjs';

test('a forecast has temperatures and is kept until it expires', async () => {
    const weather = new Weather('acme-weather/1.0 ops@acme-weather.no');
    const first = await weather.forecast(59.91, 10.75);
    assert.equal(typeof first.properties.timeseries[0].data.instant.details.air_temperature, 'number');
    assert.equal(await weather.forecast(59.91, 10.75), first);
    await setTimeout(Math.max(0, weather.left) + 1500);
    assert.equal((await weather.forecast(59.91, 10.75)).type, 'Feature');
});
