"""Calls the probe service with grpcio and prints "ok <case>" for every case that holds.

Messages are encoded by hand, because grpcio comes without protobuf: field 1 text, 2 body, 3 delay, 4 status.
"""
import sys
import threading
import time

import grpc

SERVICE = "/risk.probe.v1.ProbeService/"
BYTES = bytes([0, 1, 2, 250, 255])
FIVE_MEGABYTES = bytes(range(256)) * (5 * 4096)


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def encode(fields):
    out = b""
    for number, value in fields.items():
        if isinstance(value, int):
            out += varint(number << 3) + varint(value)
        else:
            out += varint(number << 3 | 2) + varint(len(value)) + value
    return out


def decode(data):
    def take(at):
        number = shift = 0
        while True:
            number |= (data[at] & 127) << shift
            shift += 7
            at += 1
            if data[at - 1] < 128:
                return number, at

    fields, at = {}, 0
    while at < len(data):
        tag, at = take(at)
        value, at = take(at)
        if tag & 7 == 2:
            value, at = data[at:at + value], at + value
        fields[tag >> 3] = value
    return fields


def request(text=b"", body=b"", delay=0, fail=0):
    return {n: v for n, v in {1: text, 2: body, 3: delay, 4: fail}.items() if v}


def expect(actual, expected):
    assert actual == expected, f"{actual!r} instead of {expected!r}"


def refused(call):
    try:
        result = call()
        if hasattr(result, "__next__"):
            list(result)
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call was not refused")


class Cases:
    def __init__(self, channel):
        self.unary = channel.unary_unary(SERVICE + "Echo", encode, decode)
        self.count = channel.unary_stream(SERVICE + "Count", encode, decode)
        self.collect = channel.stream_unary(SERVICE + "Collect", encode, decode)
        self.converse = channel.stream_stream(SERVICE + "Converse", encode, decode)
        self.health = channel.unary_unary("/grpc.health.v1.Health/Check", encode, decode)
        self.nothing = channel.unary_unary(SERVICE + "Nothing", encode, decode)

    def unary_call(self):
        expect(self.unary(request(text=b"hello", body=BYTES)), {1: b"hello", 2: BYTES, 3: 1})

    def server_stream(self):
        expect([reply[3] for reply in self.count({1: 1, 2: 1000})], list(range(1, 1001)))

    def client_stream(self):
        expect(self.collect(request(text=b"x") for _ in range(100)), {1: b"x" * 100, 3: 100})

    def duplex(self):
        answers = self.converse(request(text=b"%d" % n) for n in range(50))
        expect([answer[1] for answer in answers], [b"%d" % n for n in range(50)])

    def deadline_exceeded(self):
        began = time.monotonic()
        error = refused(lambda: self.unary(request(delay=30000), timeout=0.3))
        expect(error.code(), grpc.StatusCode.DEADLINE_EXCEEDED)
        assert time.monotonic() - began < 10
        error = refused(lambda: self.count({1: 1, 2: 1000, 3: 100}, timeout=0.5))
        expect(error.code(), grpc.StatusCode.DEADLINE_EXCEEDED)

    def cancel(self):
        call = self.count({1: 1, 2: 100000, 3: 10})
        expect(next(call)[3], 1)
        threading.Timer(0.2, call.cancel).start()
        expect(refused(lambda: call).code(), grpc.StatusCode.CANCELLED)

    def five_megabytes(self):
        expect(self.unary(request(body=FIVE_MEGABYTES))[2], FIVE_MEGABYTES)
        expect(list(self.converse(iter([request(body=FIVE_MEGABYTES)] * 2)))[1][2], FIVE_MEGABYTES)

    def too_large(self):
        error = refused(lambda: self.unary(request(body=FIVE_MEGABYTES * 2)))
        expect(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)

    def metadata(self):
        sent = (("probe-text", "a, b; c=d"), ("probe-bytes-bin", BYTES), ("probe-twice", "1"), ("probe-twice", "2"))
        _, call = self.unary.with_call(request(), metadata=sent)
        expect([pair for pair in call.initial_metadata() if pair[0].startswith("probe-")], list(sent))
        expect([pair for pair in call.trailing_metadata() if pair[0].startswith("trailer-")],
               [("trailer-" + name, value) for name, value in sent])

    def error_details(self):
        error = refused(lambda: self.unary(request(text="额度不足: 100%".encode(), body=BYTES, fail=9)))
        expect(error.code(), grpc.StatusCode.FAILED_PRECONDITION)
        expect(error.details(), "额度不足: 100%")
        trailers = dict(error.trailing_metadata())
        expect(trailers["grpc-status-details-bin"], BYTES)
        expect(trailers["reason"], "probe")

    def error_after_messages(self):
        error = refused(lambda: self.converse(iter([request(text=b"x"), request(fail=10, body=BYTES)])))
        expect(error.code(), grpc.StatusCode.ABORTED)
        expect(dict(error.trailing_metadata())["grpc-status-details-bin"], BYTES)

    def unimplemented(self):
        expect(refused(lambda: self.nothing({})).code(), grpc.StatusCode.UNIMPLEMENTED)

    def compressed(self):
        long = b"x" * 100000
        expect(self.unary(request(text=long), compression=grpc.Compression.Gzip)[1], long)
        replies = self.converse(iter([request(text=long)] * 3), compression=grpc.Compression.Gzip)
        expect([reply[1] for reply in replies], [long] * 3)

    def healthy(self):
        expect(self.health({}), {1: 1})

    def many_at_once(self):
        calls = [self.unary.future(request(text=b"%d" % n)) for n in range(50)]
        expect([call.result()[1] for call in calls], [b"%d" % n for n in range(50)])


def main():
    unlimited = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
    failed = False
    with grpc.insecure_channel(sys.argv[1], options=unlimited) as channel:
        cases = Cases(channel)
        for name in [name for name in vars(Cases) if not name.startswith("_")]:
            try:
                getattr(cases, name)()
                print("ok", name, flush=True)
            except Exception as error:  # every case is reported before the run fails
                failed = True
                print("failed", name, repr(error), flush=True)
    sys.exit(failed)


main()
