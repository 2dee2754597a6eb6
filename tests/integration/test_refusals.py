#!/usr/bin/python3
"""What an operator learns in log and metrics of those who cannot connect."""

import unittest

from kodama_peers import SERVER, RawClient, Server, request


def answer(port, data):
    """The status of the answer to a request."""
    with RawClient(port, upgrade=False) as client:
        client.send(data)
        return int(client.read_http().split()[1])


class Refusals(unittest.TestCase):
    def test_a_proxy_with_another_host_is_in_the_log(self):
        with Server("--no-history", language="en") as server:
            status = answer(server.port, request(server.port, Host="chat.example.org"))
            self.assertEqual(status, 403)
            server.wait_line(
                r" - WARNING - Refused 127\.0\.0\.1:\d+ \(HTTP 403\): "
                r"Host 'chat\.example\.org' is not allowed: --allow-host chat\.example\.org$"
            )

    def test_every_reason_once_and_pages_never(self):
        with Server("--no-history", "--threads", "2", language="en") as server:
            port = server.port
            for _ in range(4):  # two shards have one log
                self.assertEqual(answer(port, request(port, Origin="https://a.example\t\x1b[2J")), 400)
                self.assertEqual(answer(port, request(port, Origin="https://b.example")), 403)
                self.assertEqual(answer(port, request(port, Upgrade=None)), 426)
                page = request(port, Upgrade=None, Sec_WebSocket_Key=None)
                self.assertEqual(answer(port, page), 426)
                self.assertEqual(answer(port, b"GET /healthz HTTP/1.1\r\n\r\n"), 200)
            self.assertEqual(answer(port, request(port, Host="last.example")), 403)
            server.wait_line("last.example")
            warnings = [line.split(": ", 1)[1] for line in server.lines if " - WARNING - " in line]
            self.assertEqual(len(warnings), 4, warnings)
            self.assertTrue(warnings[0].startswith("bad request: "), warnings)
            self.assertIn("'https://b.example' is not allowed: --allow-origin https://b.example", warnings[1])
            self.assertIn("does the proxy in between pass on WebSockets?", warnings[2])
            responses = {}
            for labels, count in server.metrics()["http_responses_total"].items():
                code = labels.rpartition("code=")[2].strip('"')
                responses[code] = responses.get(code, 0) + count
            self.assertEqual(responses.pop("200") >= 4, True)
            self.assertEqual(responses, {"400": 4, "403": 5, "426": 8})

    def test_a_full_server_says_so(self):
        with Server("--no-history", "--max-connections", "1", language="en") as server:
            with RawClient(server.port):
                self.assertEqual(answer(server.port, request(server.port)), 503)
                server.wait_line(
                    r"WARNING - Refused \S+ \(HTTP 503\): too many connections \(--max-connections\)$"
                )

    def test_the_journal_can_tell_what_matters(self):
        """As under systemd: standard error is the stream that $JOURNAL_STREAM names."""
        for name, level in (("stat -L -c %d:%i /proc/self/fd/2", True), ("echo 1:1", False)):
            command = ("/bin/bash", "-c", f'JOURNAL_STREAM=$({name}) exec "$0" "$@"', SERVER)
            with self.subTest(name), Server("--no-history", language="en", command=command) as server:
                self.assertEqual(answer(server.port, request(server.port, Host="a.example")), 403)
                server.wait_line(r"^<4>WARNING - Refused " if level else r"^\d.* - WARNING - Refused ")
                for line in server.lines:
                    self.assertRegex(line, r"^<[46]>[A-Z]+ - " if level else r"^\d")


if __name__ == "__main__":
    unittest.main(verbosity=2)
