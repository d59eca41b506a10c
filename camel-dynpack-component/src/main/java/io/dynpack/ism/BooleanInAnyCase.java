package io.dynpack.ism;

import java.util.Locale;

import jakarta.xml.bind.annotation.adapters.XmlAdapter;

/** MS-SSTR writes {@code TRUE}; {@code true} occurs as well. */
final class BooleanInAnyCase extends XmlAdapter<String, Boolean> {
    @Override
    public Boolean unmarshal(String text) {
        return text == null ? null : Boolean.valueOf(text.strip());
    }

    @Override
    public String marshal(Boolean value) {
        return value == null ? null : value.toString().toUpperCase(Locale.ROOT);
    }
}
