/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.intake;

import io.expunge.events.DeletionRequested;
import io.expunge.events.ModelRegistered;
import io.expunge.processor.codec.BinaryWriter;
import io.expunge.processor.request.Coordinates;
import io.expunge.processor.request.IntakeEntry;
import io.expunge.schemas.AvroDecoder;
import io.expunge.store.ContentHash;
import io.expunge.store.PseudonymKeys;

/** Makes the intake of each input topic. Thread-safe; every call of a method makes a new processor. */
public final class Intakes {
    private final AvroDecoder<DeletionRequested> requests;
    private final AvroDecoder<ModelRegistered> registrations;
    private final RequestTranslation translation;
    private final IntakeSettings settings;

    public Intakes(
            AvroDecoder<DeletionRequested> requests,
            AvroDecoder<ModelRegistered> registrations,
            PseudonymKeys keys,
            IntakeSettings settings) {
        this.requests = requests;
        this.registrations = registrations;
        this.translation = new RequestTranslation(settings, keys);
        this.settings = settings;
    }

    public Intake<DeletionRequested> requests() {
        return new Intake<>(requests, translation::translate, settings);
    }

    public Intake<ModelRegistered> registrations() {
        return new Intake<>(registrations, this::translate, settings);
    }

    private IntakeEntry translate(ModelRegistered event, Coordinates coordinates) throws PoisonRecordException {
        String modelId = PoisonRecordException.requireModelId(event.getModelId());
        String registeredBy = event.getRegisteredBy();
        if (registeredBy.length() > settings.maximumTextLength()
                || event.getContentHash().length() > 64) {
            throw new PoisonRecordException("INVALID_FIELD", "registeredBy or contentHash is too long");
        }
        long registeredAt = event.getRegisteredAt().toEpochMilli();
        // Without the time, as with requests: a retry may carry a new one.
        String contentHash = ContentHash.of(new BinaryWriter()
                        .writeString(event.getContentHash())
                        .writeString(registeredBy)
                        .toByteArray())
                .hex();
        return new IntakeEntry.Registration(
                modelId,
                event.getRegistrationId().toString(),
                contentHash,
                coordinates,
                event.getContentHash(),
                registeredBy,
                registeredAt);
    }
}
