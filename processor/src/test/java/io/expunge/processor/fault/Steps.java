/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.processor.command.Command;
import io.expunge.processor.command.Command.Outcome;
import io.expunge.processor.command.CommandSender;
import io.expunge.processor.job.JobExecutor;
import io.expunge.processor.job.JobSpecification;
import io.expunge.processor.verification.HeadHints;
import io.expunge.store.ArtifactErasure;
import io.expunge.store.HeadHint;
import io.expunge.store.ModelStore;
import io.expunge.unlearning.ProgressMonitor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** Puts the trap around the seams of a processor. */
final class Steps {
    private Steps() {}

    static ModelStore around(ModelStore store, Trap trap) {
        return proxy(ModelStore.class, (self, method, arguments) -> {
            if (method.getName().equals("erasure")) {
                return around(store.erasure(), trap);
            }
            if (!method.getName().equals("put")) {
                return call(store, method, arguments);
            }
            trap.reach(Step.BEFORE_PUT);
            Object hash = call(store, method, arguments);
            trap.reach(Step.AFTER_PUT);
            return hash;
        });
    }

    private static ArtifactErasure around(ArtifactErasure erasure, Trap trap) {
        return proxy(ArtifactErasure.class, (self, method, arguments) -> {
            if (!method.getName().equals("erase")) {
                return call(erasure, method, arguments);
            }
            trap.reach(Step.BEFORE_ERASURE);
            Object erased = call(erasure, method, arguments);
            trap.reach(Step.AFTER_ERASURE);
            return erased;
        });
    }

    static JobExecutor around(JobExecutor executor, Trap trap) {
        return new JobExecutor() {
            @Override
            public Outcome execute(JobSpecification job, ProgressMonitor monitor) {
                return executor.execute(
                        job, job instanceof JobSpecification.Unlearning ? around(monitor, trap) : monitor);
            }

            @Override
            public long estimateBytes(JobSpecification job) {
                return executor.estimateBytes(job);
            }

            @Override
            public void forgetAllBut(String modelId, Optional<String> headHash) {
                executor.forgetAllBut(modelId, headHash);
            }
        };
    }

    private static ProgressMonitor around(ProgressMonitor monitor, Trap trap) {
        return new ProgressMonitor() {
            @Override
            public void progress(String stage, long done, long total) {
                monitor.progress(stage, done, total);
            }

            @Override
            public void checkCancelled() {
                trap.reach(Step.IN_JOB);
                monitor.checkCancelled();
            }
        };
    }

    static CommandSender around(CommandSender commands, Trap trap) {
        return new CommandSender() {
            @Override
            public void send(String modelId, Command command) {
                commands.send(modelId, command);
                if (command instanceof Command.JobDone) {
                    trap.reach(Step.JOB_DONE);
                }
            }

            @Override
            public void sendToPartition(int partition, Command command) {
                commands.sendToPartition(partition, command);
            }

            @Override
            public void close() {
                commands.close();
            }
        };
    }

    static HeadHints around(HeadHints hints, Trap trap) {
        return new HeadHints() {
            @Override
            public void advance(String modelId, HeadHint hint) {
                trap.reach(Step.HEAD_HINT);
                hints.advance(modelId, hint);
            }

            @Override
            public void close() {
                hints.close();
            }
        };
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    static Object call(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
