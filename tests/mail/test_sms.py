"""Text messages by one small gateway per kind of SMS_URL."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured

from openday.mail import sms


@pytest.fixture
def gateway_server():
    """A gateway on this machine that notes what it gets and answers `server.status`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((self.path, dict(self.headers), json.loads(body)))
            self.send_response(server.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.status = [], 200
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def send(text="您好", to="+8613800005678"):
    sms.gateway().send(to=to, text=text, message_id="<abc@example.org>")


def test_a_gateway_gets_json_in_its_own_shape(gateway_server, settings):
    settings.SMS_URL = f"http://u:p%40@127.0.0.1:{gateway_server.server_port}/send?app=7"
    settings.SMS_TEMPLATE = '{"mobile": "{to}", "params": [{"code": "{text}"}], "note": "to {to}: {text} #{id}", "n": 1}'

    send('{to} "quoted" 您好')

    path, headers, body = gateway_server.got[0]
    assert path == "/send?app=7"
    assert body == {
        "mobile": "+8613800005678",
        "params": [{"code": '{to} "quoted" 您好'}],
        "note": 'to +8613800005678: {to} "quoted" 您好 #abc@example.org',
        "n": 1,
    }
    assert headers["Idempotency-Key"] == "abc@example.org"
    assert headers["Authorization"].startswith("Basic ")


def test_a_token_goes_as_bearer(gateway_server, settings):
    settings.SMS_URL = f"http://127.0.0.1:{gateway_server.server_port}/"
    settings.SMS_TOKEN = "secret"

    send()

    assert gateway_server.got[0][1]["Authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("status", "fact"),
    [(400, sms.NumberRefused), (422, sms.NumberRefused), (401, sms.GatewayAway), (429, sms.GatewayAway), (503, sms.GatewayAway)],
)
def test_what_the_gateway_answers_decides_whether_it_is_tried_again(gateway_server, settings, status, fact):
    settings.SMS_URL = f"http://127.0.0.1:{gateway_server.server_port}/"
    gateway_server.status = status

    with pytest.raises(fact, match=str(status)):
        send()


def test_redirects_are_not_followed(gateway_server, settings):
    settings.SMS_URL = f"http://127.0.0.1:{gateway_server.server_port}/"
    gateway_server.status = 302

    with pytest.raises(sms.GatewayAway):
        send()
    assert len(gateway_server.got) == 1


def test_a_gateway_that_is_away_names_no_secret(settings):
    settings.SMS_URL = "http://user:hunter2@127.0.0.1:1/send?key=hunter3"

    with pytest.raises(sms.GatewayAway) as fact:
        send()

    assert "hunter" not in str(fact.value)


def test_a_file_gets_one_line_per_message(settings, tmp_path):
    settings.SMS_URL = f"file://{tmp_path}/sub/out.txt"

    send("一")
    send("二")

    lines = (tmp_path / "sub" / "out.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[1:] for line in lines] == [["+8613800005678", "一"], ["+8613800005678", "二"]]


def test_the_console_masks_the_number(settings, caplog):
    settings.SMS_URL = "console://"
    caplog.set_level("INFO")

    send("票证 https://example.org/t")

    assert "138****5678" in caplog.text
    assert "13800005678" not in caplog.text


def test_the_query_of_the_address_says_who_signs(settings):
    settings.SMS_URL = "https://gateway.example.org/?sign=no"
    assert not sms.is_signed()
    settings.SMS_URL = "https://gateway.example.org/"
    assert sms.is_signed()


def test_an_unknown_address_names_the_variable(settings):
    settings.SMS_URL = "carrier-pigeon://loft"

    with pytest.raises(ImproperlyConfigured, match="SMS_URL"):
        sms.gateway()
