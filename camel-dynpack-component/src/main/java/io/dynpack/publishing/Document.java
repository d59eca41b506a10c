package io.dynpack.publishing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * An ARM document as nested maps. Reads the wrapped form (members in {@code properties}) and the flattened form of the az command
 * line alike; {@code null} counts as absent. What is unknown is ignored, since newer nodes store what this one does not know;
 * {@link KnownFields} refuses it where somebody gives a document.
 */
final class Document {
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
    private static final ObjectReader READER = MAPPER.readerForMapOf(Object.class);
    private static final ObjectReader ANY_READER = MAPPER.readerFor(Object.class);
    // not the line separator of the platform: equal documents are equal bytes on every node
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter WRITER = MAPPER
            .writer(new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER));

    private final Map<?, ?> members;
    private final Map<?, ?> properties;

    private Document(Map<?, ?> members) {
        this.members = members;
        this.properties = members.get("properties") instanceof Map<?, ?> wrapped ? wrapped : members;
    }

    static Document of(Map<?, ?> members) {
        if (members == null) {
            throw new IllegalArgumentException("no document");
        }
        return new Document(members);
    }

    /** @throws IllegalArgumentException for what is no JSON object */
    static Map<String, Object> parse(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        try {
            Map<String, Object> members = READER.readValue(copy);
            if (members == null) {
                throw new IllegalArgumentException("the document is empty");
            }
            return members;
        } catch (IOException e) {
            throw new IllegalArgumentException("the document is no JSON object", e);
        }
    }

    /**
     * An object in a text that holds several.
     *
     * @param path of the object, such as {@code [2]}; empty where the text is the object
     */
    record Listed(String path, Map<?, ?> members) {}

    /**
     * The objects of a text that is a list, the answer of a list request ({@code value}), or one object.
     *
     * @throws IllegalArgumentException for what is no JSON, with the place in it, and for a list of other things
     */
    static List<Listed> parseAll(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        if (new String(copy, StandardCharsets.UTF_8).isBlank()) {
            throw new IllegalArgumentException("it is empty; write [] for an empty list");
        }
        try {
            Object value = ANY_READER.readValue(copy);
            if (value instanceof Map<?, ?> answer && answer.get("value") instanceof List<?> items) {
                return listed("value", items);
            }
            if (value instanceof Map<?, ?> single) {
                return List.of(new Listed("", single));
            }
            if (value instanceof List<?> items) {
                return listed("", items);
            }
            throw new IllegalArgumentException("it is neither a list of objects nor an object");
        } catch (MismatchedInputException e) {
            throw new IllegalArgumentException(place(e) + " is behind the end of the list or object");
        } catch (JsonProcessingException e) {
            // without the cause, whose own words a trace in a log would show
            throw new IllegalArgumentException(place(e) + " is no JSON: " + reason(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A limit of the reader, such as that on nesting, has no place. */
    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? "it"
                : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    }

    /** Without what Jackson says of where it reads from, and without words that it finds: one may be a key without quotes. */
    private static String reason(JsonProcessingException e) {
        return e.getOriginalMessage().replaceAll("\\s*\\(start marker at .*", "").replaceAll("\\s+", " ")
                .replaceAll("^Unrecognized token '.*?':", "a word without quotes:").strip();
    }

    private static List<Listed> listed(String path, List<?> items) {
        List<Listed> all = new ArrayList<>();
        for (Object item : items) {
            String place = path + "[" + all.size() + "]";
            if (!(item instanceof Map<?, ?> members)) {
                throw new IllegalArgumentException(place + " is no object");
            }
            all.add(new Listed(place, members));
        }
        return all;
    }

    static ByteBuffer print(Map<String, Object> document) {
        try {
            return ByteBuffer.wrap(WRITER.writeValueAsBytes(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The wrapped form. */
    static Map<String, Object> wrap(String name, Map<String, Object> properties) {
        return wrap(name, null, properties);
    }

    /** @param type of ARM, {@code null} to leave it out */
    static Map<String, Object> wrap(String name, @Nullable String type, Map<String, Object> properties) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        if (type != null) {
            document.put("type", type);
        }
        properties.values().removeIf(value -> value == null);
        document.put("properties", properties);
        return document;
    }

    @Nullable
    String name() {
        return text(members, "name", "name");
    }

    @Nullable
    String text(String key) {
        return text(properties, key, path(key));
    }

    /** As {@link #text} for what is a point in time. */
    @Nullable
    String time(String key) {
        String text = text(key);
        if (text != null) {
            try {
                ArmTime.parse(text);
            } catch (IllegalArgumentException e) {
                throw wrong(key, "is \"" + text + "\", which is no time of ISO 8601 with an offset");
            }
        }
        return text;
    }

    /** Where a member of the properties stands. */
    private String path(String key) {
        return properties == members ? key : "properties." + key;
    }

    private DocumentFieldException wrong(String key, String reason) {
        return new DocumentFieldException(path(key), reason, true);
    }

    /** What a rule makes of the properties; a field that it refuses gets its path, unless it has it already. */
    <T> T check(Supplier<T> rule) {
        try {
            return rule.get();
        } catch (DocumentFieldException e) {
            throw properties == members || e.isFromRoot() ? e : e.within("properties");
        }
    }

    @Nullable
    UUID uuid(String key) {
        String text = text(key);
        if (text == null) {
            return null;
        }
        if (text.length() != 36) {
            throw wrong(key, "is no GUID");
        }
        try {
            return UUID.fromString(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw wrong(key, "is no GUID");
        }
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(key)) {
            if (!(item instanceof String text)) {
                throw wrong(key, "is no list of texts");
            }
            texts.add(text);
        }
        return List.copyOf(texts);
    }

    List<Map<String, Object>> objects(String key) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object item : list(key)) {
            if (!(item instanceof Map<?, ?> object)) {
                throw wrong(key, "is no list of objects");
            }
            objects.add(freeze(object));
        }
        return List.copyOf(objects);
    }

    /** A copy that cannot change, {@code null} where absent. */
    @Nullable
    Map<String, Object> object(String key) {
        Object value = properties.get(key);
        if (value != null && !(value instanceof Map<?, ?>)) {
            throw wrong(key, "is no object");
        }
        return value == null ? null : freeze((Map<?, ?>) value);
    }

    static Map<String, Object> freeze(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                copy.put(String.valueOf(key), freezeValue(value));
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static Object freezeValue(Object value) {
        if (value instanceof Map<?, ?> map) {
            return freeze(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().filter(item -> item != null).map(Document::freezeValue).toList();
        }
        return value;
    }

    private List<?> list(String key) {
        Object value = properties.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(key, "is no list");
    }

    private static @Nullable String text(Map<?, ?> map, String key, String path) {
        Object value = map.get(key);
        if (value == null) {
            return null;
        }
        if (value instanceof Map || value instanceof List) {
            throw new DocumentFieldException(path, "is no text", true);
        }
        return value.toString();
    }
}
