/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.expunge.events.CheckKind;
import io.expunge.events.CheckOutcome;
import io.expunge.events.UnlearningVerified;
import io.expunge.events.VerificationStage;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contracts against every generation of themselves that was ever published. */
class ContractEvolutionTest {
    /**
     * Generations kept under {@code schemas/}. One that was released is never edited: a contract that changes after a
     * release opens the next. The newest, not yet released, follows the contract.
     */
    private static final List<Integer> GENERATIONS = List.of(1, 2, 3);

    static Stream<TopicSpec> topicsWithContract() {
        return TopicCatalogue.of(TopicSettings.defaults()).topics().stream()
                .filter(topic -> topic.value().isPresent());
    }

    @ParameterizedTest
    @MethodSource("topicsWithContract")
    void todaysContractFollowsEveryKeptGeneration(TopicSpec topic) throws IOException {
        Class<? extends SpecificRecord> type = topic.value().orElseThrow();
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        registry.requireCompatibility("s", SubjectAdministration.requiredLevel(topic));
        for (int generation : GENERATIONS) {
            registry.register("s", kept(generation, type));
        }
        registry.register("s", EventSchemas.contractOf(type));
    }

    @ParameterizedTest
    @MethodSource("topicsWithContract")
    void theNewestKeptGenerationIsToday(TopicSpec topic) throws IOException {
        Class<? extends SpecificRecord> type = topic.value().orElseThrow();
        int newest = GENERATIONS.get(GENERATIONS.size() - 1);
        Schema today = EventSchemas.contractOf(type);
        assertThat(today)
                .as("schemas/%s/%s.avsc should now be%n%s", newest, type.getSimpleName(), today.toString(true))
                .isEqualTo(kept(newest, type));
    }

    @Test
    void everyEnumHasADefaultThatIsItsFirstSymbol() {
        Set<Schema> enums = new HashSet<>();
        Contracts.types().forEach(type -> collectEnums(EventSchemas.contractOf(type), enums, new HashSet<>()));
        assertThat(enums).hasSizeGreaterThanOrEqualTo(9).allSatisfy(schema -> assertThat(schema.getEnumDefault())
                .isEqualTo("UNKNOWN")
                .isEqualTo(schema.getEnumSymbols().get(0)));
    }

    @Test
    void symbolsFromTheFutureBecomeTheDefault() throws IOException {
        Schema newer = withSymbolsFromTheFuture(EventSchemas.contractOf(UnlearningVerified.class));
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        int id = registry.register("s", newer);

        UnlearningVerified read = new AvroDecoder<>(registry, UnlearningVerified.class)
                .decode(Contracts.frame(id, verdictFromTheFuture(newer)))
                .orThrow();

        assertThat(read.getStage()).isEqualTo(VerificationStage.UNKNOWN);
        assertThat(read.getChecks().get(0).getKind()).isEqualTo(CheckKind.UNKNOWN);
        assertThat(read.getChecks().get(0).getOutcome()).isEqualTo(CheckOutcome.PASSED);
    }

    private static GenericRecord verdictFromTheFuture(Schema schema) {
        Schema check = schema.getField("checks").schema().getElementType();
        GenericRecord measured = new GenericRecordBuilder(check)
                .set("name", "gradient norm")
                .set("kind", symbol(check.getField("kind").schema(), "FROM_THE_FUTURE"))
                .set("outcome", symbol(check.getField("outcome").schema(), "PASSED"))
                .set("detail", "")
                .build();
        return new GenericRecordBuilder(schema)
                .set("modelId", "news")
                .set("version", 2L)
                .set("contentHash", "00")
                .set("stage", symbol(schema.getField("stage").schema(), "FROM_THE_FUTURE"))
                .set("coversFromVersion", 2L)
                .set("verifiedAt", 0L)
                .set("verdict", symbol(schema.getField("verdict").schema(), "PASSED"))
                .set("checks", List.of(measured))
                .build();
    }

    private static GenericData.EnumSymbol symbol(Schema schema, String name) {
        return new GenericData.EnumSymbol(schema, name);
    }

    private static Schema withSymbolsFromTheFuture(Schema schema) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode json = mapper.readTree(schema.toString());
        json.findValues("symbols").forEach(symbols -> ((ArrayNode) symbols).insert(1, "FROM_THE_FUTURE"));
        return new Schema.Parser().parse(mapper.writeValueAsString(json));
    }

    private static Schema kept(int generation, Class<?> type) throws IOException {
        String path = "/schemas/" + generation + "/" + type.getSimpleName() + ".avsc";
        try (InputStream file = ContractEvolutionTest.class.getResourceAsStream(path)) {
            assertThat(file).as(path).isNotNull();
            return new Schema.Parser().parse(file);
        }
    }

    private static void collectEnums(Schema schema, Set<Schema> found, Set<String> seen) {
        switch (schema.getType()) {
            case ENUM -> found.add(schema);
            case ARRAY -> collectEnums(schema.getElementType(), found, seen);
            case MAP -> collectEnums(schema.getValueType(), found, seen);
            case UNION -> schema.getTypes().forEach(branch -> collectEnums(branch, found, seen));
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    schema.getFields().forEach(field -> collectEnums(field.schema(), found, seen));
                }
            }
            default -> {}
        }
    }
}
