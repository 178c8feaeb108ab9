/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.expunge.store.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The simulated disk does what a disk does, and loses at a power cut what it may lose and nothing else. */
class SimulatedDiskTest extends DiskContract {
    private static final Path ROOT = Path.of("/simulated").toAbsolutePath();
    private static final byte[] CONTENT = {1, 2, 3};

    private final Random random = new Random(Long.parseLong(Seeds.PROPERTY));

    @Override
    protected Disk newDisk() {
        return SimulatedDisk.empty();
    }

    @Override
    protected Path newRoot(Disk newDisk) throws IOException {
        newDisk.makeFolder(ROOT);
        return ROOT;
    }

    private static SimulatedDisk withRoot() throws IOException {
        SimulatedDisk disk = SimulatedDisk.empty();
        disk.makeFolder(ROOT);
        disk.force(ROOT.getParent());
        return disk;
    }

    private static List<List<String>> names(List<SimulatedDisk> outcomes, Path folder) throws IOException {
        List<List<String>> names = new ArrayList<>();
        for (SimulatedDisk outcome : outcomes) {
            names.add(outcome.names(folder));
        }
        return names;
    }

    @Test
    void ofUnforcedEntriesEverySubsetMayBeLeft() throws Exception {
        SimulatedDisk disk = withRoot();
        disk.write(ROOT.resolve("a"), CONTENT);
        disk.write(ROOT.resolve("b"), CONTENT);
        assertThat(names(disk.afterPowerCut(random, 99), ROOT))
                .containsExactlyInAnyOrder(List.of(), List.of("a"), List.of("b"), List.of("a", "b"));
        disk.force(ROOT);
        disk.delete(ROOT.resolve("a"));
        assertThat(names(disk.afterPowerCut(random, 99), ROOT))
                .containsExactlyInAnyOrder(List.of("a", "b"), List.of("b"));
        assertThat(disk.afterTheWorstPowerCut(random).names(ROOT)).containsExactly("a", "b");
    }

    @Test
    void anUnforcedFolderTakesWhatIsInItAlong() throws Exception {
        SimulatedDisk disk = withRoot();
        disk.makeFolder(ROOT.resolve("f"));
        disk.write(ROOT.resolve("f").resolve("a"), CONTENT);
        disk.force(ROOT.resolve("f"));
        assertThat(disk.afterTheWorstPowerCut(random).names(ROOT)).isEmpty();
        disk.force(ROOT);
        assertThat(disk.afterTheWorstPowerCut(random).read(ROOT.resolve("f").resolve("a"), 9))
                .isEqualTo(CONTENT);
    }

    @Test
    void aRenameLeavesTheOldOrTheNewAndNeverNothing() throws Exception {
        SimulatedDisk disk = withRoot();
        disk.makeFolder(ROOT.resolve("tmp"));
        disk.write(ROOT.resolve("a"), CONTENT);
        disk.write(ROOT.resolve("tmp").resolve("b"), new byte[] {9});
        disk.force(ROOT.resolve("tmp"));
        disk.force(ROOT);
        disk.replace(ROOT.resolve("tmp").resolve("b"), ROOT.resolve("a"));
        List<Integer> first = new ArrayList<>();
        for (SimulatedDisk outcome : disk.afterPowerCut(random, 99)) {
            first.add((int) outcome.read(ROOT.resolve("a"), 9)[0]);
            assertThat(first.get(first.size() - 1) == 9
                            || outcome.exists(ROOT.resolve("tmp").resolve("b")))
                    .as("the new file is under one of its names")
                    .isTrue();
        }
        assertThat(first).containsExactlyInAnyOrder(1, 9);
    }

    @Test
    void whatWasNotForcedIsAnything() throws Exception {
        SimulatedDisk disk = SimulatedDisk.forgetful(SimulatedDisk.Forgotten.FILES);
        disk.makeFolder(ROOT);
        disk.force(ROOT.getParent());
        disk.write(ROOT.resolve("a"), CONTENT);
        disk.force(ROOT);
        List<byte[]> left = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            left.add(disk.afterTheWorstPowerCut(random).read(ROOT.resolve("a"), 9));
        }
        assertThat(left).contains(new byte[0], new byte[CONTENT.length], CONTENT);
    }

    @Test
    void aCopyGoesItsOwnWay() throws Exception {
        SimulatedDisk disk = withRoot();
        disk.write(ROOT.resolve("a"), CONTENT);
        SimulatedDisk copy = disk.copy();
        copy.force(ROOT);
        disk.delete(ROOT.resolve("a"));
        assertThat(copy.afterTheWorstPowerCut(random).names(ROOT)).containsExactly("a");
        assertThat(disk.afterTheWorstPowerCut(random).names(ROOT)).isEmpty();
    }
}
