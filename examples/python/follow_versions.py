# Copyright the Expunge authors.
# SPDX-License-Identifier: Apache-2.0
"""Follows the heads of all models, as a model server does it, and loads each new version once its bytes are proved right.

  follow_versions.py BROKERS REGISTRY_URL [SECONDS]

Reads the model store as a directory. Needs numpy, avro and confluent-kafka. Ends after SECONDS; without, never.
"""
import hashlib
import io
import json
import pathlib
import sys
import time
import urllib.parse
import urllib.request

import avro.io
import avro.schema
import confluent_kafka

from read_model import parse_model

TOPIC = "expunge.model-heads"


def proved(path, sha256):
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError(f"{path} is not what the event announced; keep serving the version before")
    return data


def fetch(event):
    """The model of a version event, every byte checked against the hash in the event."""
    manifest_path = pathlib.Path(urllib.request.url2pathname(urllib.parse.urlparse(event["location"]).path))
    files = json.loads(proved(manifest_path, event["contentHash"]))["files"]
    blobs = manifest_path.parent.parent / "blobs"

    def read(name):
        sha256 = files[name]["sha256"]
        return proved(blobs / sha256[:2] / sha256, sha256)

    return parse_model(read)


class Decoder:
    """Confluent wire format: 0x00, schema id, Avro. Each writer's schema is asked for once."""

    def __init__(self, registry_url):
        self.registry_url = registry_url
        self.schemas = {}

    def decode(self, data):
        schema_id = int.from_bytes(data[1:5], "big")
        if schema_id not in self.schemas:
            with urllib.request.urlopen(f"{self.registry_url}/schemas/ids/{schema_id}") as response:
                self.schemas[schema_id] = avro.schema.parse(json.load(response)["schema"])
        return avro.io.DatumReader(self.schemas[schema_id]).read(avro.io.BinaryDecoder(io.BytesIO(data[5:])))


def follow(brokers, registry_url, seconds):
    consumer = confluent_kafka.Consumer({
        "bootstrap.servers": brokers,
        "group.id": "unused",  # the library wants one; partitions are assigned and nothing is committed
        "enable.auto.commit": False,
        "isolation.level": "read_committed",  # the default of this library, said because everything rests on it
    })
    partitions = consumer.list_topics(TOPIC).topics[TOPIC].partitions
    consumer.assign([confluent_kafka.TopicPartition(TOPIC, p, confluent_kafka.OFFSET_BEGINNING) for p in partitions])
    decoder = Decoder(registry_url)
    serving = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise confluent_kafka.KafkaException(message.error())
        event = decoder.decode(message.value())
        if event["version"] > serving.get(event["modelId"], (0, None))[0]:
            serving[event["modelId"]] = (event["version"], fetch(event))
            print(f"{event['modelId']}: serving version {event['version']} with classes {', '.join(event['classes'])}", flush=True)
    consumer.close()


if __name__ == "__main__":
    follow(sys.argv[1], sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else float("inf"))
