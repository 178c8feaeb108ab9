/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.store.objects;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Buckets for tests of two that meet in one store. */
final class Meeting {

    private Meeting() {}

    /** Makes every other listing show what is there, so that an erasure gets further than its first look. */
    static Random everyOther(Random random) {
        return new Random() {
            @Override
            public int nextInt(int bound) {
                return random.nextBoolean() ? 0 : random.nextInt(bound);
            }
        };
    }

    /** What stands between a caller and a bucket. */
    private interface Between {
        /** Returns the answer, or null for the bucket's own. */
        @SuppressWarnings("NullAway") // as a proxy has it
        Object answer(String method, Object[] arguments);
    }

    /** Right before one of the calls of whoever works with the bucket something else happens, once. */
    static Bucket interrupted(Bucket bucket, int beforeCall, Runnable event) {
        int[] left = {beforeCall};
        return between(bucket, (method, arguments) -> {
            if (left[0]-- == 0) {
                event.run();
            }
            return null;
        });
    }

    /** Listings without some keys. */
    static Bucket hiding(Bucket bucket, Predicate<String> hidden) {
        return between(
                bucket,
                (method, arguments) -> method.equals("list")
                        ? bucket.list((String) arguments[0]).stream()
                                .filter(hidden.negate())
                                .toList()
                        : null);
    }

    /** Who works with this sees no erasure: neither its notes and marks nor that a file is gone. */
    static Bucket unaware(Bucket bucket) {
        return between(bucket, (method, arguments) -> switch (method) {
            case "list" -> arguments[0].equals(Keys.ERASING) ? List.of() : null;
            case "exists" -> exists((String) arguments[0]);
            default -> null;
        });
    }

    private static Object exists(String key) {
        if (key.startsWith("blobs/")) {
            return true;
        }
        return key.startsWith("condemned/") ? false : null;
    }

    private static Bucket between(Bucket bucket, Between between) {
        return (Bucket) Proxy.newProxyInstance(
                Bucket.class.getClassLoader(), new Class<?>[] {Bucket.class}, (self, method, arguments) -> {
                    Object answer = between.answer(method.getName(), arguments);
                    if (answer != null) {
                        return answer;
                    }
                    try {
                        return method.invoke(bucket, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
