"""Checks an audit export of Expunge ('expunge audit verify --export FILE') without a line of Expunge's own code.

    python3 verify_audit.py audit.jsonl [PUBLIC_KEY.pem ...]

Needs Python 3.8; with the package 'cryptography' the checkpoints' signatures are checked too, and keys can be named.
Whoever names keys wants signatures: every version and every purge must then be followed by a signed checkpoint.

Exit code 0: unbroken. 1: the first thing that is wrong is printed. 2: it could not be checked as asked.
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

MEMBERS = {"modelId", "sequence", "kind", "recordedAt", "facts", "previousHash", "hash"}
SIGNED_AT_ONCE = {"VERSION_PUBLISHED", "PURGED"}
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


def members(pairs):
    """Of a member that stands twice, two readers may take different ones."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice")
    return found


def parsed(line):
    """A line as it is exported, byte for byte: what is not hashed must not say anything either."""
    tree = json.loads(line, object_pairs_hook=members)
    written = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if written.lower() != line.lower():  # escapes are written with digits of either case
        raise ValueError("it is not written as exports are")
    return tree


def record_of(line):
    record = parsed(line)
    if set(record) != MEMBERS or type(record["sequence"]) is not int:
        raise ValueError("it is no audit record")
    texts = [record[name] for name in MEMBERS - {"sequence", "facts"}]
    if not all(type(value) is str for value in texts + list(record["facts"].values())):
        raise ValueError("it is no audit record")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", record["recordedAt"]):
        raise ValueError("its time is not written as exports are")
    return record


def verified(key, signature, message):
    """Whether a signature is one of a message; true without the package, which main() tells."""
    if load_der_public_key is None:
        return True
    try:
        load_der_public_key(key).verify(base64.b64decode(signature), message.encode())
        return True
    except InvalidSignature:
        return False


def signed(record, trusted):
    """Whether a checkpoint's signature is one of the record before it, with a key that may sign."""
    facts = record["facts"]
    key = base64.b64decode(facts["publicKey"])
    if facts["signedHash"] != record["previousHash"] or int(facts["signedSequence"]) != record["sequence"] - 1:
        return False
    if trusted and key not in trusted:
        return False
    message = "expunge-audit-checkpoint-1\n%s\n%s\n%s" % (facts["signedSequence"], facts["signedHash"], record["modelId"])
    return verified(key, facts["signature"], message)


class Chain:
    """One model's chain, as far as it was read."""

    def __init__(self, promise):
        self.promise = promise
        self.sequence = 0
        self.head = "0" * 64
        self.hashes = set()
        self.checkpoints = 0
        self.unsigned = None

    def wrong(self, record, trusted):
        """What is wrong with the next record, if anything is."""
        if record["sequence"] != self.sequence + 1 or record["previousHash"] != self.head:
            return "does not follow from record %d" % self.sequence
        if hash_of(record) != record["hash"]:
            return "was changed"
        if record["kind"] == "CHECKPOINT" and not signed(record, trusted):
            return "is not signed as it must be"
        return None

    def take(self, record, place):
        self.sequence, self.head = record["sequence"], record["hash"]
        self.hashes.add(record["hash"])
        if record["kind"] == "CHECKPOINT":
            self.checkpoints += 1
            self.unsigned = None
        elif record["kind"] in SIGNED_AT_ONCE and self.unsigned is None:
            self.unsigned = place

    def wrong_at_the_end(self, model, trusted):
        for version, known in self.promise["versions"].items():
            if known not in self.hashes:
                return "the record of version %s of model %s is missing" % (version, model)
        if (self.sequence, self.head) != (self.promise["records"], self.promise["head"]):
            return "the end of model %s is missing" % model
        if trusted and self.checkpoints == 0:
            return "no record of model %s is signed with a key you trust" % model
        if trusted and self.unsigned is not None:
            return "line %d is followed by no signed checkpoint, which such a record always is" % self.unsigned
        return None


def header_is_signed(line, seal, trusted):
    """Whether the first line is signed, without its last member, which is the signature."""
    key = base64.b64decode(seal["publicKey"])
    if trusted and key not in trusted:
        return False
    content = line[: line.rindex(',"seal":')] + "}"
    return verified(key, seal["signature"], "expunge-audit-export-1\n" + content)


def header_of(line, trusted):
    header = parsed(line)
    if header["kind"] != "expunge-audit-export" or header["format"] != 1:
        raise ValueError("it is no header of an audit export of format 1")
    if set(header) - {"seal"} != {"format", "kind", "models"}:
        raise ValueError("it says more than a header does")
    if trusted and "seal" not in header:
        raise ValueError("it is not signed, so an end that was cut off would not be missed")
    if "seal" in header and not header_is_signed(line, header["seal"], trusted):
        raise ValueError("it is not signed as it must be")
    chains = {model["modelId"]: Chain(model) for model in header["models"]}
    if len(chains) != len(header["models"]):
        raise ValueError("a model stands twice")
    return chains


def check(lines, trusted):
    """What is wrong first; None if nothing is."""
    place = 0
    try:
        place = 1
        chains = header_of(lines[0], trusted)
        for place, line in enumerate(lines[1:], start=2):
            record = record_of(line)
            if record["modelId"] not in chains:
                return "line %d is of model %s, which the first line does not name" % (place, record["modelId"])
            wrong = chains[record["modelId"]].wrong(record, trusted)
            if wrong:
                return "line %d %s" % (place, wrong)
            chains[record["modelId"]].take(record, place)
        ends = (chain.wrong_at_the_end(model, trusted) for model, chain in chains.items())
        return next((wrong for wrong in ends if wrong), None)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as broken:
        return "line %d cannot be taken: %s" % (place, broken)


def main():
    trusted = [
        base64.b64decode("".join(line for line in open(path) if not line.startswith("-----"))) for path in sys.argv[2:]
    ]
    if trusted and load_der_public_key is None:
        print("not checked: to compare signatures with keys, install the Python package 'cryptography'")
        sys.exit(2)
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        wrong = check(file.read().rstrip("\n").split("\n"), trusted)
    if load_der_public_key is None:
        print("signatures not checked: install the Python package 'cryptography'")
    print(wrong or "unbroken")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
