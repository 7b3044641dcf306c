"""One test suite of five: `suite.py URL RUNS`. What it writes has the same token in each language, so that a mix-up shows."""

import json
import sys
import urllib.error
import urllib.request


def call(method, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


url, runs = sys.argv[1], int(sys.argv[2])
for run in range(runs):
    name = f"python-{run}"
    world = f"{url}/w/{name}"
    visitor = f"{world}/api/v1/livechat/visitor"
    call("POST", visitor, {"visitor": {"token": "token", "name": name}})
    call("POST", f"{world}/__livechat-mock/faults", {"fault": {"fail": {"status": 503}}, "times": 1})
    try:
        sys.exit(f"{name}: another world took the fault: {call('GET', visitor + '/token')}")
    except urllib.error.HTTPError as error:
        assert error.code == 503, error.code
    found = call("GET", f"{visitor}/token")["visitor"]["name"]
    assert found == name, (found, name)
    received = call("GET", f"{world}/__livechat-mock/received")["received"]
    assert len(received) == 3, received
    call("DELETE", f"{url}/__livechat-mock/worlds/{name}")
