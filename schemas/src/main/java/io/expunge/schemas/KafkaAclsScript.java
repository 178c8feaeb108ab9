/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.schemas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/** Bindings as calls of Kafka's own {@code kafka-acls} tool, which an administrator reads before running them. Stateless. */
public final class KafkaAclsScript {
    private static final Map<ResourceType, String> OPTIONS = Map.of(
            ResourceType.TOPIC, "--topic",
            ResourceType.GROUP, "--group",
            ResourceType.TRANSACTIONAL_ID, "--transactional-id");

    private KafkaAclsScript() {}

    /** What one call has in common. */
    private record Call(String principal, ResourceType type, PatternType pattern, Set<AclOperation> operations) {}

    private record Resource(String principal, ResourceType type, PatternType pattern, String name) {}

    /**
     * The arguments of each call, without the tool's name and the connection, in the order of the bindings.
     *
     * @throws IllegalArgumentException if a binding is about something else than topics, groups and transactional ids
     */
    public static List<List<String>> calls(List<AclBinding> bindings) {
        Map<Resource, Set<AclOperation>> operations = bindings.stream()
                .collect(Collectors.groupingBy(
                        KafkaAclsScript::resource,
                        LinkedHashMap::new,
                        Collectors.mapping(
                                binding -> binding.entry().operation(), Collectors.toCollection(TreeSet::new))));
        Map<Call, List<String>> names = new LinkedHashMap<>();
        operations.forEach((resource, allowed) -> names.computeIfAbsent(
                        new Call(resource.principal(), resource.type(), resource.pattern(), allowed),
                        call -> new ArrayList<>())
                .add(resource.name()));
        return names.entrySet().stream()
                .map(call -> arguments(call.getKey(), call.getValue()))
                .toList();
    }

    private static Resource resource(AclBinding binding) {
        return new Resource(
                binding.entry().principal(),
                binding.pattern().resourceType(),
                binding.pattern().patternType(),
                binding.pattern().name());
    }

    private static List<String> arguments(Call call, List<String> names) {
        List<String> arguments = new ArrayList<>(List.of("--add", "--allow-principal", call.principal()));
        call.operations().forEach(operation -> arguments.addAll(List.of("--operation", spoken(operation))));
        if (call.pattern() != PatternType.LITERAL) {
            arguments.addAll(
                    List.of("--resource-pattern-type", call.pattern().name().toLowerCase(Locale.ROOT)));
        }
        String option = OPTIONS.get(call.type());
        if (option == null) {
            throw new IllegalArgumentException("no rule of Expunge is about a " + call.type());
        }
        names.forEach(name -> arguments.addAll(List.of(option, name)));
        return List.copyOf(arguments);
    }

    /** {@code DESCRIBE_CONFIGS} is {@code DescribeConfigs} there. */
    private static String spoken(AclOperation operation) {
        return List.of(operation.name().split("_", -1)).stream()
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** Arguments as a line for a shell. */
    public static String line(List<String> arguments) {
        Function<String, String> quoted = argument ->
                argument.matches("[A-Za-z0-9_./:=,-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
        return arguments.stream().map(quoted).collect(Collectors.joining(" "));
    }
}
