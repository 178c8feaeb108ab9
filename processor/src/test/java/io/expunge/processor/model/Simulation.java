/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.model;

import static io.expunge.events.RequestState.BATCHED;
import static io.expunge.events.RequestState.QUARANTINED;
import static io.expunge.events.RequestState.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.events.AuditRecorded;
import io.expunge.events.ClassRemoval;
import io.expunge.events.DeletionRequested;
import io.expunge.events.DocumentRemoval;
import io.expunge.events.ModelRegistered;
import io.expunge.events.ModelVersionPublished;
import io.expunge.events.ReasonCode;
import io.expunge.events.RequestState;
import io.expunge.events.RequestStatusChanged;
import io.expunge.events.SubjectRemoval;
import io.expunge.events.Verdict;
import io.expunge.events.VerificationStage;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.Command.Served;
import io.expunge.processor.command.OperatorOrder;
import io.expunge.processor.command.OperatorVerb;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.request.Reason;
import io.expunge.processor.request.RemovalTarget;
import io.expunge.processor.testing.Checks;
import io.expunge.processor.testing.Orders;
import io.expunge.processor.testing.Outcomes;
import io.expunge.processor.testing.Requests;
import io.expunge.processor.testing.World;
import io.expunge.store.HonouredDeletions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One model's random life: what a script of random numbers does to it, and what came of it. */
final class Simulation {
    private static final List<String> CLASSES =
            List.of("culture", "health", "politics", "science", "sport", "travel", "weather");

    private final World world;
    private final String modelId;
    private final Random random;
    private final List<DeletionRequested> requests = new ArrayList<>();
    private final List<Consumer<World>> sent = new ArrayList<>();
    private final Set<String> requestIds = new TreeSet<>();
    private final Map<String, List<String>> requestsOfBatch = new HashMap<>();
    private final Map<String, Boolean> answered = new HashMap<>();
    private final List<JobSpecification> finished = new ArrayList<>();
    private final List<ModelVersionPublished> heads = new ArrayList<>();
    private final List<AuditRecorded> audit = new ArrayList<>();
    private Optional<JobSpecification> flying = Optional.empty();
    private int deadLetters;
    private int number;
    private int orders;
    private boolean paused;
    private Optional<Long> rollbackTo = Optional.empty();

    Simulation(World world, String modelId, long script) {
        this.world = world;
        this.modelId = modelId;
        this.random = new Random(script);
    }

    String modelId() {
        return modelId;
    }

    /** Ids of everything sent in, without the conflicting duplicates, which have the id of another. */
    Set<String> requestIds() {
        return requestIds;
    }

    List<String> requestsOfBatch(String batchId) {
        return requestsOfBatch.getOrDefault(batchId, List.of());
    }

    List<ModelVersionPublished> versions() {
        return world.versions().stream()
                .filter(version -> version.getModelId().equals(modelId))
                .toList();
    }

    List<ModelVersionPublished> heads() {
        return List.copyOf(heads);
    }

    List<AuditRecorded> audit() {
        return List.copyOf(audit);
    }

    void step() {
        int die = random.nextInt(100);
        if (die < 36) {
            send();
        } else if (die < 43) {
            register();
        } else if (die < 48) {
            repeat();
        } else if (die < 50) {
            judge();
        } else if (die < 52) {
            conflict();
        } else if (die < 62) {
            order();
        } else if (die < 90) {
            flying.ifPresent(job -> finish(job, outcome(job)));
        } else if (die < 95) {
            world.wake();
        } else {
            stale();
        }
        observe();
    }

    /** Lets a paused model go on and ends every job that is still there; what is left then waits for ever. */
    void drain() {
        if (paused) {
            order(Orders.resume(orders++, modelId), true);
            observe();
        }
        for (int i = 0; flying.isPresent(); i++) {
            assertThat(i).as("jobs it takes to come to rest").isLessThan(1000);
            finish(flying.get(), outcome(flying.get()));
            observe();
        }
    }

    private void send() {
        DeletionRequested.Builder request = Requests.of(number++, modelId, target());
        if (random.nextInt(3) == 0) {
            request.setDueBy(World.START.plusSeconds(random.nextInt(1000)));
        }
        if (random.nextInt(5) == 0) {
            request.setMethod("retrain");
        }
        requests.add(request.build());
        requestIds.add(request.build().getRequestId().toString());
        send(to -> to.request(request.build()));
    }

    private void send(Consumer<World> input) {
        sent.add(input);
        input.accept(world);
    }

    /** Gives another world everything that was sent in, in the same order. */
    void replay(World other) {
        sent.forEach(input -> input.accept(other));
    }

    private Object target() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> new ClassRemoval(CLASSES.get(random.nextInt(CLASSES.size())));
            case 2 -> new DocumentRemoval(random.nextInt(8) == 0 ? List.of() : List.of("d" + random.nextInt(50)));
            default -> new SubjectRemoval("s" + random.nextInt(20));
        };
    }

    private void register() {
        ModelRegistered registration = Requests.registration(number++, modelId, "a".repeat(64));
        requestIds.add(registration.getRegistrationId().toString());
        send(to -> to.register(registration));
    }

    private void repeat() {
        if (!requests.isEmpty()) {
            DeletionRequested known = requests.get(random.nextInt(requests.size()));
            send(to -> to.request(known));
        }
    }

    /** Any order for any request, in whatever state that is. */
    private void order() {
        boolean known = !requestIds.isEmpty()
                && world.driver.getKeyValueStore(ModelStores.MODELS).get(modelId) != null;
        switch (random.nextInt(8)) {
            case 6 -> rollback(known);
            case 7 -> reinstate(known);
            case 0 -> order(Orders.pause(orders++, modelId), known);
            case 1 -> order(Orders.resume(orders++, modelId), known);
            case 2 -> orderOne(Orders.abandon(orders++, modelId, anyRequest()), Set.of(QUARANTINED));
            default -> orderOne(Orders.retry(orders++, modelId, anyRequest()), Set.of(QUARANTINED, RECEIVED, BATCHED));
        }
    }

    /** To any version, now and then to one that is not there. */
    private void rollback(boolean known) {
        long head = versions().size();
        long to = 1 + random.nextInt((int) head + 1);
        boolean takenIn = known && to <= head && rollbackTo.orElse(to) == to;
        order(Orders.rollback(orders++, modelId, to), takenIn);
        boolean isThere = to == head || Long.valueOf(to).equals(newestRolledBackTo());
        if (takenIn && !isThere) {
            rollbackTo = Optional.of(to);
        }
    }

    private @Nullable Long newestRolledBackTo() {
        List<ModelVersionPublished> versions = versions();
        return versions.isEmpty() ? null : versions.get(versions.size() - 1).getRolledBackTo();
    }

    private void reinstate(boolean known) {
        String label = CLASSES.get(random.nextInt(CLASSES.size()));
        boolean removed = known
                && (state().removedClasses().contains(label)
                        || state().returns().isReinstated(label));
        order(Orders.reinstate(orders++, modelId, label), removed);
    }

    private ModelState state() {
        return world.driver
                .<String, ModelState>getKeyValueStore(ModelStores.MODELS)
                .get(modelId);
    }

    private int anyRequest() {
        List<Integer> quarantined = IntStream.range(0, number)
                .filter(request -> state(request).filter(QUARANTINED::equals).isPresent())
                .boxed()
                .toList();
        return quarantined.isEmpty() || random.nextInt(4) == 0
                ? random.nextInt(number + 1)
                : quarantined.get(random.nextInt(quarantined.size()));
    }

    private Optional<RequestState> state(int request) {
        return status(request).map(RequestStatusChanged::getState);
    }

    private Optional<RequestStatusChanged> status(int request) {
        return world.status(modelId, Requests.id(request).toString());
    }

    private void orderOne(OperatorOrder order, Set<RequestState> takenIn) {
        int request =
                (int) UUID.fromString(order.verb().request().orElseThrow()).getLeastSignificantBits();
        boolean abandoned = order.verb() instanceof OperatorVerb.Abandon
                && status(request)
                        .filter(one -> one.getReasonCode() == ReasonCode.ABANDONED)
                        .isPresent();
        order(order, abandoned || state(request).filter(takenIn::contains).isPresent());
    }

    private void order(OperatorOrder order, boolean obeyed) {
        world.order(order);
        if (!obeyed) {
            deadLetters++;
        } else if (order.verb() instanceof OperatorVerb.Pause) {
            paused = true;
        } else if (order.verb() instanceof OperatorVerb.Resume) {
            paused = false;
        }
        answered.put(order.orderId(), obeyed);
    }

    /** Orders by id, and whether they had to be obeyed. */
    Map<String, Boolean> orders() {
        return Map.copyOf(answered);
    }

    /** Only of class removals: documents named before the model had a key cannot be compared. */
    private void conflict() {
        List<DeletionRequested> comparable = requests.stream()
                .filter(request -> request.getTarget() instanceof ClassRemoval)
                .toList();
        if (!comparable.isEmpty()) {
            DeletionRequested known = comparable.get(random.nextInt(comparable.size()));
            DeletionRequested other = DeletionRequested.newBuilder(known)
                    .setRequester("someone-else")
                    .build();
            send(to -> to.request(other));
            deadLetters++;
        }
    }

    /** A thorough look at a version, most often the head: it failed, or it passed for all before it. */
    private void judge() {
        List<ModelVersionPublished> versions = versions();
        if (versions.isEmpty()) {
            return;
        }
        boolean newest = random.nextInt(4) > 0;
        ModelVersionPublished version = versions.get(newest ? versions.size() - 1 : random.nextInt(versions.size()));
        boolean failed = random.nextInt(3) > 0;
        world.verdict(Checks.verdict(
                version,
                1 + random.nextInt((int) version.getVersion()),
                VerificationStage.DEEP,
                failed ? Verdict.FAILED : Verdict.PASSED));
    }

    /** The result of a job comes again, or comes late. */
    private void stale() {
        if (!finished.isEmpty()) {
            JobSpecification job = finished.get(random.nextInt(finished.size()));
            finish(job, outcome(job));
        }
    }

    private void finish(JobSpecification job, Outcome outcome) {
        boolean awaited = flying.filter(one -> one.equals(job)).isPresent();
        if (awaited) {
            flying = Optional.empty();
            finished.add(job);
            rollbackTo = job instanceof JobSpecification.Rollback ? Optional.empty() : rollbackTo;
        }
        int before = versions().size();
        world.done(job, outcome);
        int published = versions().size() - before;
        assertThat(published)
                .as("versions made by a %s result", awaited ? "awaited" : "stale")
                .isEqualTo(awaited && outcome instanceof Outcome.Produced ? 1 : 0);
    }

    private Outcome outcome(JobSpecification job) {
        int die = random.nextInt(10);
        if (job instanceof JobSpecification.Admission) {
            return die < 7
                    ? Outcomes.admitted(job, someClasses())
                    : die < 9
                            ? new Outcome.Refused(new Reason(ReasonCode.ARTIFACT_MISSING, "Not there."))
                            : Outcomes.failed();
        }
        if (job instanceof JobSpecification.Rollback rollback) {
            return rolledBack(rollback, die);
        }
        if (job instanceof JobSpecification.Repair) {
            return die < 7
                    ? Outcomes.repaired(job, headClasses())
                    : die < 9
                            ? new Outcome.Refused(new Reason(ReasonCode.NOT_CONVERGED, "It is stuck."))
                            : Outcomes.failed();
        }
        if (die < 6) {
            return Outcomes.unlearned(job, headClasses());
        }
        return die < 8 ? Outcomes.failed() : nothingToDo((JobSpecification.Unlearning) job);
    }

    private Outcome rolledBack(JobSpecification.Rollback job, int die) {
        List<String> classes =
                new ArrayList<>(versions().get((int) job.to() - 1).getClasses());
        classes.removeAll(state().removedClasses());
        if (die < 7 && classes.size() > 1) {
            return Outcomes.rolledBack(job, classes);
        }
        return die < 9
                ? new Outcome.Refused(new Reason(ReasonCode.TOO_FEW_CLASSES, "Too few are left."))
                : Outcomes.failed();
    }

    /** What no artifact shows the store remembers, as a job has it do. */
    private Outcome nothingToDo(JobSpecification.Unlearning job) {
        List<String> labels = job.requests().stream()
                .map(wanted -> wanted.target())
                .filter(RemovalTarget.OfClass.class::isInstance)
                .map(target -> ((RemovalTarget.OfClass) target).label())
                .toList();
        world.store.remembered().add(modelId, new HonouredDeletions(List.of(), List.of(), labels));
        return new Outcome.NothingToDo(job.requests().stream()
                .map(wanted -> new Served(wanted.requestId(), 0, Optional.empty()))
                .toList());
    }

    private List<String> someClasses() {
        List<String> classes = new ArrayList<>(CLASSES);
        while (classes.size() > 2 && random.nextInt(3) > 0) {
            classes.remove(random.nextInt(classes.size()));
        }
        return classes;
    }

    private List<String> headClasses() {
        List<ModelVersionPublished> versions = versions();
        return versions.isEmpty()
                ? List.of()
                : versions.get(versions.size() - 1).getClasses();
    }

    /** Notes what came out; a second job may only come when the first is done with. */
    private void observe() {
        for (JobSpecification job : world.jobs.take()) {
            assertThat(job.modelId()).isEqualTo(modelId);
            flying.ifPresent(
                    one -> assertThat(job).as("the job that a wake repeats").isEqualTo(one));
            assertThat(paused && flying.isEmpty())
                    .as("a job started on a paused model")
                    .isFalse();
            flying = Optional.of(job);
            requestsOfBatch.put(job.batchId(), idsOf(job));
        }
        heads.addAll(world.heads());
        audit.addAll(world.audit());
        assertThat(world.deadLetters().size()).as("dead letters").isEqualTo(deadLetters);
        deadLetters = 0;
    }

    private static List<String> idsOf(JobSpecification job) {
        if (job instanceof JobSpecification.Admission admission) {
            return List.of(admission.registrationId());
        }
        if (job instanceof JobSpecification.Rollback || job instanceof JobSpecification.Repair) {
            return List.of();
        }
        return ((JobSpecification.Unlearning) job)
                .requests().stream().map(JobSpecification.Wanted::requestId).toList();
    }
}
