/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.processor.fault;

import io.expunge.sandbox.BrokerSettings;
import io.expunge.sandbox.EmbeddedBroker;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A broker in a process of its own, to be stopped, frozen and killed. Says {@code running}; obeys {@code close}. */
public final class BrokerChild {
    static final String DIRECTORY = "fault.directory";
    static final String PORT = "fault.port";

    private BrokerChild() {}

    /** @param arguments the file with the broker's properties */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(in);
        }
        Map<String, String> overrides = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> overrides.put(key, properties.getProperty(key)));
        Path directory = Path.of(overrides.remove(DIRECTORY));
        int port = Integer.parseInt(overrides.remove(PORT));
        EmbeddedBroker broker = EmbeddedBroker.start(new BrokerSettings(directory, port, overrides));
        ChildMain.say("running");
        ChildMain.obey(line -> {
            broker.close();
            ChildMain.say("stopped");
            Runtime.getRuntime().halt(0);
        });
    }
}
