"""The program itself: flags, variables, health, stopping, and the control routes."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request

import boto3
import pytest

BINARY = os.environ["SERVER_BINARY"]


@contextlib.contextmanager
def server(*flags, **variables):
    """A server of this test's own; yields its process and its address."""
    environment = {**os.environ, "PARLEL_PORT": "0", **variables}
    process = subprocess.Popen(
        [BINARY, *flags], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        line = process.stderr.readline()
        address = re.search(r"listening on (http://\S+)", line)
        assert address, line
        yield process, address[1]
    finally:
        process.kill()
        process.communicate()


def ask(address, route, method="GET", body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        f"{address}/_parlel/{route}", data=data, method=method,
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def client(address, service="ec2", key="any"):
    return boto3.client(
        service, endpoint_url=address, aws_access_key_id=key, aws_secret_access_key="any"
    )


def health(address):
    port = address.rsplit(":", 1)[1]
    command = [BINARY, "--port", port, "health"]
    return subprocess.run(command, capture_output=True, text=True, timeout=30)


def test_health_tells_how_a_server_is():
    with server() as (process, address):
        assert health(address).returncode == 0
        told = ask(address, "health")
        assert (told["status"], told["service"]) == ("ok", "ec2")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    gone = health(address)
    assert gone.returncode == 1
    assert "127.0.0.1" in gone.stderr


def test_a_taken_port_is_told():
    with server() as (_, address):
        port = address.rsplit(":", 1)[1]
        command = [BINARY, "--port", port]
        second = subprocess.run(command, capture_output=True, text=True, timeout=30)
        assert second.returncode == 1
        assert f"cannot listen on 127.0.0.1:{port}" in second.stderr


def test_variables_configure_it():
    variables = {
        "PARLEL_ACCOUNT_ID": "123456789012", "PARLEL_LIFECYCLE": "aws",
        "PARLEL_CLOCK": "2026-01-31T12:00:00Z",
    }
    with server(**variables) as (_, address):
        assert client(address, "sts").get_caller_identity()["Account"] == "123456789012"
        assert ask(address, "lifecycle")["mode"] == "aws"
        told = ask(address, "clock")
        assert told["stopped"] is True
        assert told["now"].startswith("2026-01-31T12:00:00")
        moved = ask(address, "clock", "PUT", {"advanceSeconds": 90})
        assert moved["now"].startswith("2026-01-31T12:01:30")


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--account-id", "12"], "12 digits"),
        (["--region", "mars-north-1"], "region"),
        (["--lifecycle", "slow"], "[possible values: instant, aws]"),
        (["--log", "loud"], "expected one of"),
        (["--region", "mars-north-1"], "eu-west-1"),
        (["--clock", "noon"], "moment"),
    ],
)
def test_bad_flags_are_refused(flags, said):
    told = subprocess.run([BINARY, *flags], capture_output=True, text=True, timeout=30)
    assert told.returncode == 2
    assert said in told.stderr


@pytest.mark.parametrize("signals", [1, 2])
def test_it_stops_whatever_is_half_open(signals):
    with server() as (process, address):
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as half:
            half.sendall(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nAct")
            assert health(address).returncode == 0
            process.send_signal(signal.SIGTERM)
            assert "stopping" in process.stderr.readline()
            if signals == 2:
                process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=5 if signals == 1 else 2) == 0


def test_a_log_that_nobody_reads_costs_nothing():
    environment = {**os.environ, "PARLEL_PORT": "0", "PARLEL_LOG": "debug"}
    process = subprocess.Popen([BINARY], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        address = re.search(r"listening on (http://\S+)", process.stderr.readline())[1]
        process.stderr.close()
        for _ in range(20):
            assert ask(address, "health")["status"] == "ok"
            client(address).describe_regions()
        # Where it cannot start it cannot say so either, and still tells by its code.
        taken = [BINARY, "--port", address.rsplit(":", 1)[1]]
        with open("/dev/full", "w") as full:
            assert subprocess.run(taken, stderr=full, timeout=30).returncode == 1
    finally:
        process.kill()
        process.wait()


def test_an_unknown_variable_is_named():
    environment = {**os.environ, "PARLEL_PORT": "0", "PARLEL_SEEED": "7"}
    process = subprocess.Popen([BINARY], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert "PARLEL_SEEED" in process.stderr.readline()
    finally:
        process.kill()
        process.communicate()


def made_by(address):
    ec2 = client(address)
    made = [
        ec2.create_customer_gateway(Type="ipsec.1", IpAddress="203.0.113.1", BgpAsn=65000)
        for _ in range(3)
    ]
    return [each["CustomerGateway"]["CustomerGatewayId"] for each in made]


def test_a_seed_makes_ids_repeat():
    with server("--seed", "7") as (_, one), server("--seed", "7") as (_, other):
        first = made_by(one)
        assert first == made_by(other)
        assert ask(one, "reset", "POST") == {"ok": True}
        assert client(one).describe_customer_gateways()["CustomerGateways"] == []
        assert made_by(one) == first
    with server() as (_, one), server() as (_, other):
        assert made_by(one) != made_by(other)


def test_what_the_control_routes_do_not_know_is_refused():
    with server() as (_, address):
        for route, method, body in [
            ("nothing", "GET", None),
            ("clock", "PUT", {"advanceSeconds": -1}),
            ("clock", "PUT", {"forward": 1}),
            ("lifecycle", "PUT", {"mode": "slow"}),
        ]:
            with pytest.raises(urllib.error.HTTPError) as caught:
                ask(address, route, method, body)
            assert caught.value.code in (400, 404)
            assert json.load(caught.value)["error"]
