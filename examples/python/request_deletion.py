# Copyright the Expunge authors.
# SPDX-License-Identifier: Apache-2.0
"""Asks a model to forget a class, documents or a data subject, as a system in another language does it.

  request_deletion.py BROKERS REGISTRY_URL MODEL class LABEL
  request_deletion.py BROKERS REGISTRY_URL MODEL documents ID [ID ...]
  request_deletion.py BROKERS REGISTRY_URL MODEL subject KEY

Needs the packages avro and confluent-kafka. Prints the request's id.
"""
import datetime
import io
import json
import sys
import urllib.request
import uuid

import avro.io
import avro.schema
import confluent_kafka

TOPIC = "expunge.deletion-requests"


def latest_schema(registry_url, subject):
    with urllib.request.urlopen(f"{registry_url}/subjects/{subject}/versions/latest") as response:
        answer = json.load(response)
    return answer["id"], avro.schema.parse(answer["schema"])


def confluent_frame(schema_id, schema, record):
    out = io.BytesIO()
    out.write(b"\x00" + schema_id.to_bytes(4, "big"))
    avro.io.DatumWriter(schema).write(record, avro.io.BinaryEncoder(out))
    return out.getvalue()


def request_deletion(brokers, registry_url, model, target):
    schema_id, schema = latest_schema(registry_url, TOPIC + "-value")
    request_id = str(uuid.uuid4())  # a retry repeats the id: twice is one request
    record = {
        "requestId": request_id,
        "modelId": model,
        "target": target,
        "requester": "example-upstream",
        "requestedAt": datetime.datetime.now(datetime.timezone.utc),
        "legalBasis": "GDPR Art. 17(1)(b)",
    }
    failures = []
    producer = confluent_kafka.Producer({"bootstrap.servers": brokers, "enable.idempotence": True})
    producer.produce(
        TOPIC,
        key=model,
        value=confluent_frame(schema_id, schema, record),
        on_delivery=lambda error, message: failures.append(error) if error else None,
    )
    if producer.flush(30) > 0 or failures:
        raise SystemExit(f"not delivered: {failures}; send this very record again: {record}")
    return request_id


if __name__ == "__main__":
    brokers, registry_url, model, kind, *values = sys.argv[1:]
    targets = {
        "class": lambda: {"label": values[0]},
        "documents": lambda: {"documentIds": values},
        "subject": lambda: {"subjectKey": values[0]},
    }
    print(request_deletion(brokers, registry_url, model, targets[kind]()))
