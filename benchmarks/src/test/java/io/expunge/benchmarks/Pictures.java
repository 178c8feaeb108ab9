/*
 * Copyright the Expunge authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.expunge.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What every picture must keep. */
final class Pictures {
    private static final int MOST_BYTES = 60_000;

    private Pictures() {}

    /** Well-formed, readable aloud, on white, without scripts, links or paths of a machine, and small. */
    static void requireSafe(String name, String svg) {
        Element root = parsed(name, svg);
        assertThat(root.getTagName()).as(name).isEqualTo("svg");
        assertThat(text(root, "title")).as(name).isNotBlank();
        assertThat(text(root, "desc")).as(name).hasSizeGreaterThan(40);
        NodeList all = root.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            assertThat(((Element) all.item(i)).getTagName())
                    .as(name)
                    .isIn("title", "desc", "rect", "circle", "path", "polyline", "text");
        }
        assertThat(svg).as(name).contains("fill=\"#ffffff\"").doesNotContain("href", "url(", "NaN", "Infinity");
        assertThat(svg).as(name).doesNotContainPattern("/(work|home|tmp|root|Users)/");
        assertThat(svg.getBytes(StandardCharsets.UTF_8).length).as(name).isLessThan(MOST_BYTES);
    }

    private static Element parsed(String name, String svg) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(name + " is not well-formed", e);
        }
    }

    private static String text(Element root, String element) {
        NodeList found = root.getElementsByTagName(element);
        assertThat(found.getLength()).isEqualTo(1);
        return found.item(0).getTextContent();
    }
}
