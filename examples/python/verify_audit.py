"""Checks an audit export of Expunge ('expunge audit verify --export FILE') without a line of Expunge's own code.

    python3 verify_audit.py audit.jsonl [PUBLIC_KEY.pem ...]

Needs Python 3.8; with the package 'cryptography' the checkpoints' signatures are checked too.
"""

import base64
import datetime
import hashlib
import json
import re
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import load_der_public_key
except ImportError:
    load_der_public_key = None

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def number(value):
    """A zigzag variable-length integer, as in Avro."""
    rest = (value << 1) ^ (value >> 63)
    out = bytearray()
    while rest > 0x7F:
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    out.append(rest)
    return bytes(out)


def text(value):
    encoded = value.encode()
    return number(len(encoded)) + encoded


def milliseconds(iso):
    time = datetime.datetime.fromisoformat(re.sub(r"Z$", "+00:00", iso))
    return (time - EPOCH) // datetime.timedelta(milliseconds=1)


def hash_of(record):
    content = text(record["previousHash"]) + text(record["modelId"]) + number(record["sequence"])
    content += text(record["kind"]) + number(milliseconds(record["recordedAt"])) + number(len(record["facts"]))
    for name in sorted(record["facts"]):
        content += text(name) + text(record["facts"][name])
    return hashlib.sha256(content).hexdigest()


def signed(record, trusted):
    """Whether a checkpoint's signature is one of the record before it, with a key that may sign."""
    facts = record["facts"]
    key = base64.b64decode(facts["publicKey"])
    if facts["signedHash"] != record["previousHash"] or int(facts["signedSequence"]) != record["sequence"] - 1:
        return False
    if trusted and key not in trusted:
        return False
    message = "expunge-audit-checkpoint-1\n%s\n%s\n%s" % (facts["signedSequence"], facts["signedHash"], record["modelId"])
    if load_der_public_key is None:
        return True
    try:
        load_der_public_key(key).verify(base64.b64decode(facts["signature"]), message.encode())
        return True
    except InvalidSignature:
        return False


def check(lines, trusted):
    """Yields what is wrong, line by line; only the first matters."""
    promised = {model["modelId"]: model for model in json.loads(lines[0])["models"]}
    heads = {model: (0, "0" * 64) for model in promised}
    hashes = {model: set() for model in promised}
    for place, line in enumerate(lines[1:], start=2):
        record = json.loads(line)
        sequence, head = heads[record["modelId"]]
        if record["sequence"] != sequence + 1 or record["previousHash"] != head:
            yield "line %d does not follow from record %d" % (place, sequence)
        if hash_of(record) != record["hash"]:
            yield "line %d was changed" % place
        if record["kind"] == "CHECKPOINT" and not signed(record, trusted):
            yield "line %d is not signed as it must be" % place
        heads[record["modelId"]] = (record["sequence"], record["hash"])
        hashes[record["modelId"]].add(record["hash"])
    for model, promise in promised.items():
        for version, known in promise["versions"].items():
            if known not in hashes[model]:
                yield "the record of version %s of model %s is missing" % (version, model)
        if heads[model] != (promise["records"], promise["head"]):
            yield "the end of model %s is missing" % model


def main():
    trusted = [
        base64.b64decode("".join(line for line in open(path) if not line.startswith("-----"))) for path in sys.argv[2:]
    ]
    with open(sys.argv[1], encoding="utf-8") as file:
        wrong = next(check(file.read().splitlines(), trusted), None)
    if load_der_public_key is None:
        print("signatures not checked: install the Python package 'cryptography'")
    print(wrong or "unbroken")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
