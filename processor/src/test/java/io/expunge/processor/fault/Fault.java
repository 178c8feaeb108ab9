/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;

/** What a storm does to the parts of an installation. Each brings back what it took away, except processors. */
enum Fault {
    KILL_AT_A_STEP {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            storm.anyInstance().killAt(STEPS[random.nextInt(STEPS.length)]);
        }
    },
    KILL {
        @Override
        void strike(Storm storm, Random random) {
            storm.anyInstance().kill();
        }
    },
    KILL_RESTORING {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            storm.anyInstance().killRestoring();
        }
    },
    KILL_ALL {
        @Override
        void strike(Storm storm, Random random) {
            storm.instances().forEach(Instance::kill);
        }
    },
    FREEZE {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            Duration time = Duration.ofMillis(500 + random.nextInt(6_000));
            storm.anyInstance().freezeAt(STEPS[random.nextInt(STEPS.length)], time);
        }
    },
    STOP {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            storm.anyInstance().stop();
        }
    },
    BROKER_RESTART {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            storm.ground().stopBroker();
            storm.ground().startBroker();
        }
    },
    BROKER_KILL {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            storm.ground().broker().kill();
            storm.ground().startBroker();
        }
    },
    BROKER_FREEZE {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            storm.ground().broker().freeze();
            Thread.sleep(200 + random.nextInt(4_000)); // the fault itself
            storm.ground().broker().thaw();
        }
    },
    REGISTRY_RESTART {
        @Override
        void strike(Storm storm, Random random) {
            storm.ground().stopRegistry();
            storm.ground().startRegistry();
        }
    },
    SLOW_BROKER {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            storm.ground().proxy().delay(20 + random.nextInt(300));
            Thread.sleep(random.nextInt(4_000)); // the fault itself
            storm.ground().proxy().delay(0);
        }
    },
    CUT_OFF {
        @Override
        void strike(Storm storm, Random random) {
            storm.ground().proxy().cut();
        }
    },
    JOBS_THROW {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            misbehave(storm, JobFaults.Kind.THROW, random.nextInt(1_000));
        }
    },
    JOBS_NEVER_END {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            misbehave(storm, JobFaults.Kind.ENDLESS, random.nextInt(3_000));
        }
    },
    CLOCK_STEPS {
        @Override
        void strike(Storm storm, Random random) {
            storm.anyInstance().tell("clock " + (random.nextInt(200_000_000) - 100_000_000));
        }
    },
    REPLAY {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            storm.replay();
        }
    },
    OLD_MODEL {
        @Override
        void strike(Storm storm, Random random) throws Exception {
            storm.registerOldModel();
        }
    };

    /** Those of every request: storms erase nothing, since promises are judged by what the versions held. */
    private static final Step[] STEPS =
            EnumSet.range(Step.RESTORE, Step.HEAD_HINT).toArray(new Step[0]);

    abstract void strike(Storm storm, Random random) throws Exception;

    private static void misbehave(Storm storm, JobFaults.Kind kind, long milliseconds) throws InterruptedException {
        Instance instance = storm.anyInstance();
        instance.tell("jobs " + kind);
        Thread.sleep(milliseconds); // the fault itself
        instance.tell("jobs NONE");
    }

    /** In words. */
    String words() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
