package io.dynpack.ism;

import java.util.Locale;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;

import org.jspecify.annotations.Nullable;

/** MS-SSTR writes {@code TRUE}; {@code true} occurs as well. */
final class BooleanInAnyCase extends XmlAdapter<String, Boolean> {
    @Override
    public @Nullable Boolean unmarshal(@Nullable String text) {
        return text == null ? null : Boolean.valueOf(text.strip());
    }

    @Override
    public @Nullable String marshal(@Nullable Boolean value) {
        return value == null ? null : value.toString().toUpperCase(Locale.ROOT);
    }
}
