"""Ordinary tests of pytest, without a plugin. The same tests run against every scenario:

    metstatus sandbox --lifetime 3s --scenario healthy,unchanged,deprecated --report junit=met.xml -- pytest
"""

import time

from weather import Weather


def test_forecast_has_temperatures_and_is_kept_until_it_expires():
    weather = Weather("acme-weather/1.0 ops@acme-weather.no")
    first = weather.forecast(59.91, 10.75)
    assert "air_temperature" in first["properties"]["timeseries"][0]["data"]["instant"]["details"]
    assert weather.forecast(59.91, 10.75) is first
    _, expires, _ = next(iter(weather.kept.values()))
    time.sleep(max(0, expires - time.time()) + 1.5)
    again = weather.forecast(59.91, 10.75)
    assert again["type"] == "Feature"
