package io.dynpack.asset;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.dynpack.storage.ObjectNames;

/**
 * Which file of an asset a {@code src} means: SMIL says that it is a URI reference, and most writers put a plain name there. The
 * name is tried as written, then without {@code ./}, then percent-decoded, and never leads out of the asset.
 */
final class SrcNames {
    private SrcNames() {}

    /**
     * Full names in the order in which they are tried; empty for what names no file of the asset.
     *
     * @param folder empty, or a prefix that ends with {@code /}
     */
    static List<String> of(String folder, String src) {
        Set<String> names = new LinkedHashSet<>();
        names.add(src);
        String plain = withoutDots(src);
        names.add(plain);
        names.add(decoded(plain));
        names.add(withoutDots(decoded(plain)));
        return names.stream().filter(SrcNames::isPossible).map(name -> folder + name).filter(SrcNames::isPossible).toList();
    }

    private static String withoutDots(String name) {
        String plain = name;
        while (plain.startsWith("./")) {
            plain = plain.substring(2);
        }
        return plain.replace("/./", "/");
    }

    /** The name itself where it holds a percent sign that encodes nothing. */
    private static String decoded(String name) {
        try {
            // a plus sign is one in a path
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private static boolean isPossible(String name) {
        try {
            ObjectNames.check(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
