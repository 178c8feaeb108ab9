/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.expunge.store.Seeds;
import io.expunge.store.StoreOwner;
import io.expunge.store.filesystem.CrashScript.Call;
import io.expunge.store.filesystem.SimulatedDisk.Forgotten;
import io.expunge.store.filesystem.SimulatedDisk.Killed;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Power is cut, and processes are killed, after every step of everything that is done with a store: what a call returned
 * for is there, what was begun is there whole or not at all, and the call that was cut off can be made again.
 */
class PowerCutTest {
    /** More disks than there are ever to choose from; a bound that is never met. */
    private static final int ALL = 1 << 10;

    /** That nothing came as far, and that everything did. */
    private static final int BOTH_ENDS = 2;

    private final Random random = new Random(Long.parseLong(Seeds.PROPERTY));
    private int cuts;

    /** What a power cut after a step is followed by. */
    private interface Cut {
        void after(SimulatedDisk disk, Promised promised, Call call, String step);
    }

    /** Cuts the power now and judges every disk that may be left; the call can be made again on each. */
    private void cutAndGoOn(SimulatedDisk disk, Promised promised, Call call, String step) {
        cut(disk, ALL, promised, call, step, (left, opened) -> {
            Promised further = promised.copy();
            call.run().accept(opened, further);
            further.judge(StoreOnDisk.open(left.afterTheWorstPowerCut(random)));
        });
    }

    /** Cuts the power now and judges the disks at both ends of what may be left. */
    private void cut(SimulatedDisk disk, Promised promised, Call call, String step) {
        cut(disk, BOTH_ENDS, promised, call, step, (left, opened) -> {});
    }

    private void cut(
            SimulatedDisk disk,
            int most,
            Promised promised,
            Call call,
            String step,
            BiConsumer<SimulatedDisk, StoreOnDisk> further) {
        for (SimulatedDisk left : disk.afterPowerCut(random, most)) {
            cuts++;
            try {
                StoreOnDisk opened = StoreOnDisk.open(left);
                promised.judge(opened);
                further.accept(left, opened);
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("The power was cut in '" + call.name() + "' when it had " + step, failed);
            }
        }
    }

    /** Opens the store and makes a call, with a power cut after every step and another when it returned. */
    private static StoreOnDisk openAndCut(SimulatedDisk disk, Cut cut, Promised promised, Call call) {
        disk.watch(step -> cut.after(disk, promised, call, step));
        StoreOnDisk opened = StoreOnDisk.open(disk);
        callAndCut(opened, cut, promised, call);
        return opened;
    }

    private static void callAndCut(StoreOnDisk opened, Cut cut, Promised promised, Call call) {
        SimulatedDisk disk = opened.disk();
        call.begin().accept(promised);
        disk.watch(step -> cut.after(disk, promised, call, step));
        call.run().accept(opened, promised);
        disk.unwatch();
        cut.after(disk, promised, call, "returned");
    }

    private void runScript(SimulatedDisk disk) {
        Promised promised = new Promised();
        List<Call> calls = CrashScript.calls();
        StoreOnDisk opened = openAndCut(disk, this::cutAndGoOn, promised, calls.get(0));
        calls.subList(1, calls.size()).forEach(call -> callAndCut(opened, this::cutAndGoOn, promised, call));
    }

    @Test
    void aPowerCutAfterEveryStepLeavesTheOldOrTheNew() {
        runScript(SimulatedDisk.empty());
        assertThat(cuts).as("disks that were judged").isGreaterThan(1_000);
    }

    /** What this test is worth: without any one kind of forcing it fails. */
    @ParameterizedTest
    @EnumSource
    void aDiskThatForgetsToForceIsFoundOut(Forgotten forgotten) {
        assertThatThrownBy(() -> runScript(SimulatedDisk.forgetful(forgotten)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The power was cut");
    }

    /** A process that finds what a killed one left must not take for durable what only it can see. */
    @Test
    void afterAKillTheNextProcessPromisesNothingThatAPowerCutTakesBack() {
        SimulatedDisk disk = SimulatedDisk.empty();
        Promised promised = new Promised();
        for (Call call : CrashScript.calls()) {
            killAfterEveryStep(disk, promised, call);
            call.begin().accept(promised);
            call.run().accept(StoreOnDisk.open(disk), promised);
        }
        assertThat(cuts).as("disks that were judged").isGreaterThan(1_000);
    }

    private void killAfterEveryStep(SimulatedDisk before, Promised promised, Call call) {
        int step = 0;
        while (true) {
            SimulatedDisk disk = before.copy();
            Promised owed = promised.copy();
            call.begin().accept(owed);
            if (!killed(disk, owed, call, step++)) {
                return;
            }
            openAndCut(disk.copy(), this::cut, owed, call);
        }
    }

    /** Whether the process was killed, and not done before it took so many steps. */
    private static boolean killed(SimulatedDisk disk, Promised promised, Call call, int steps) {
        int[] left = {steps};
        disk.watch(step -> {
            if (left[0]-- == 0) {
                throw new Killed();
            }
        });
        try {
            call.run().accept(StoreOnDisk.open(disk), promised.copy());
            return false;
        } catch (Killed killed) {
            return true;
        }
    }

    /** Two processes of which the second starts amid the call of the first. */
    private void runAmid(Call first, Call second) {
        runAmid(first, second, disk -> () -> StoreOnDisk.open(disk));
    }

    /** Two processes that have both started: what a start makes durable hides what the call does not. */
    private void runAmidStarted(Call first, Call second) {
        runAmid(first, second, disk -> {
            StoreOnDisk opened = StoreOnDisk.open(disk);
            return () -> opened;
        });
    }

    private void runAmid(Call first, Call second, Function<SimulatedDisk, Supplier<StoreOnDisk>> start) {
        boolean amid = true;
        for (int step = 0; amid; step++) {
            SimulatedDisk disk = SimulatedDisk.empty();
            Promised promised = new Promised();
            first.begin().accept(promised);
            second.begin().accept(promised);
            amid = runAmid(disk, promised, first, second, start.apply(disk), step);
            cutAndGoOn(disk, promised, second, "returned, and so had '" + first.name() + "'");
        }
    }

    /** Lets another process make the second call after so many steps of the first; whether there were so many. */
    private boolean runAmid(
            SimulatedDisk disk, Promised promised, Call first, Call second, Supplier<StoreOnDisk> other, int steps) {
        int[] left = {steps};
        disk.watch(step -> {
            if (left[0]-- == 0) {
                disk.unwatch();
                second.run().accept(other.get(), promised);
                cutAndGoOn(disk, promised, second, "returned while another process had " + step);
            }
        });
        first.run().accept(StoreOnDisk.open(disk), promised);
        disk.unwatch();
        return left[0] < 0;
    }

    @Test
    void ofTwoProcessesNeitherPromisesWhatTheOtherHasNotMadeDurable() {
        Call put = CrashScript.put("put", CrashScript.draft(1, "batch-1"));
        runAmid(put, put);
        runAmid(put, CrashScript.put("put of the same batch", CrashScript.draft(2, "batch-1")));
        runAmid(CrashScript.advance(1), CrashScript.advance(2));
        runAmid(CrashScript.advance(2), CrashScript.advance(1));
        runAmid(CrashScript.getOrCreateKey(CrashScript.MODEL), CrashScript.getOrCreateKey(CrashScript.MODEL));
        runAmidStarted(CrashScript.getOrCreateSigningKey(), CrashScript.getOrCreateSigningKey());
        runAmid(CrashScript.remember(1, 2), CrashScript.remember(1, 2));
        runAmid(CrashScript.remember(1, 2), CrashScript.remember(2, 3));
        runAmid(
                CrashScript.claim(new StoreOwner("one", "expunge.")),
                CrashScript.claim(new StoreOwner("other", "expunge.")));
    }
}
