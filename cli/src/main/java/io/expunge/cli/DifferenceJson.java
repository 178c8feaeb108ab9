/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.SolverEvidence;
import io.expunge.processor.artifact.ModelComparison;
import io.expunge.processor.artifact.ModelComparison.Overlap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A difference of versions for programs. Stateless. */
final class DifferenceJson {
    private DifferenceJson() {}

    static ObjectNode of(VersionDifference difference) {
        ObjectNode object = Json.object();
        object.put("modelId", difference.to().event().getModelId());
        object.set("from", side(difference.from()));
        object.set("to", side(difference.to()));
        object.set("stepsUndone", numbers(difference.path().undone()));
        object.set("stepsDone", numbers(difference.path().done()));
        object.set("classesGone", Json.node(difference.classesGone()));
        object.set("classesNew", Json.node(difference.classesNew()));
        object.put(
                "requestsServed", VersionDifference.requests(difference.path().done()));
        object.set("requestsServedSince", served(difference.servedSince()));
        object.set("requestsServedBeside", served(difference.servedBeside()));
        object.set("reassignments", Json.node(difference.reassignments()));
        object.set(
                "comparison",
                difference.comparison().map(DifferenceJson::comparison).orElse(null));
        object.set("notCompared", Json.node(difference.notCompared()));
        return object;
    }

    private static ObjectNode side(PublishedVersion version) {
        ModelVersionPublished event = version.event();
        ObjectNode object = Json.object();
        object.put("version", version.number());
        object.put("operation", String.valueOf(event.getOperation()));
        version.rolledBackTo().ifPresent(target -> object.put("rolledBackTo", target));
        version.repairs().ifPresent(failed -> object.put("repairs", failed));
        ArrayNode states = object.putArray("states");
        version.states().forEach(state -> states.add(state.word()));
        object.put("contentHash", event.getContentHash());
        object.put("classes", event.getClasses().size());
        object.put("documents", event.getDocuments());
        object.put("terms", event.getTerms());
        object.set("accuracy", Json.node(event.getRetainedAccuracyAfter()));
        object.set("relativeDistanceBound", Json.node(bound(event.getEvidence())));
        if (event.getIndistinguishability() != null) { // released with noise, and the bound withheld
            object.putObject("indistinguishability")
                    .put("epsilon", event.getIndistinguishability().getEpsilon())
                    .put("delta", event.getIndistinguishability().getDelta());
        }
        return object;
    }

    private static @Nullable Double bound(@Nullable SolverEvidence evidence) {
        return evidence == null ? null : (Double) evidence.getRelativeDistanceBound();
    }

    private static ArrayNode numbers(List<PublishedVersion> steps) {
        ArrayNode array = Json.array();
        steps.forEach(step -> array.add(step.number()));
        return array;
    }

    private static ArrayNode served(List<VersionDifference.Served> requests) {
        ArrayNode array = Json.array();
        requests.forEach(request ->
                array.addObject().put("requestId", request.requestId()).put("version", request.version()));
        return array;
    }

    private static ObjectNode comparison(ModelComparison comparison) {
        ObjectNode object = Json.object();
        object.set("documents", overlap(comparison.documents()));
        object.set("terms", overlap(comparison.terms()));
        ObjectNode parameters = object.putObject("parameters");
        parameters.put("sharedTerms", comparison.parameters().terms());
        parameters.put("sharedClasses", comparison.parameters().classes());
        parameters.put("distance", comparison.parameters().distance());
        parameters.put("relativeDistance", comparison.parameters().relative());
        object.set(
                "decisions",
                comparison.decisions().map(DifferenceJson::decisions).orElse(null));
        return object;
    }

    private static ObjectNode overlap(Overlap overlap) {
        ObjectNode object = Json.object();
        object.put("shared", overlap.shared());
        object.put("onlyFrom", overlap.onlyBefore());
        object.put("onlyTo", overlap.onlyAfter());
        return object;
    }

    private static ObjectNode decisions(ModelComparison.Decisions decisions) {
        ObjectNode object = Json.object();
        object.put("documents", decisions.documents());
        object.put("changed", decisions.changed());
        ArrayNode moves = object.putArray("moves");
        decisions.moves().forEach(move -> moves.addObject()
                .put("from", move.from())
                .put("to", move.to())
                .put("documents", move.documents()));
        return object;
    }
}
