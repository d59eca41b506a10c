package io.dynpack.ism;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.namespace.QName;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyAttribute;
import jakarta.xml.bind.annotation.XmlTransient;

import org.jspecify.annotations.Nullable;

/** An element that keeps the attributes it does not know. */
@XmlTransient
@XmlAccessorType(XmlAccessType.FIELD)
public abstract class Extensible {
    @XmlAnyAttribute
    // JAXB would make a map that forgets the order
    private final Map<QName, String> otherAttributes = new LinkedHashMap<>();

    /** Attributes without a property of their own, live. */
    public Map<QName, String> getOtherAttributes() {
        return otherAttributes;
    }

    /** The attribute of this name in any case: {@code SystemLanguage} occurs for {@code systemLanguage}. */
    @Nullable
    String otherAttribute(String name) {
        for (Map.Entry<QName, String> attribute : otherAttributes.entrySet()) {
            if (attribute.getKey().getNamespaceURI().isEmpty() && attribute.getKey().getLocalPart().equalsIgnoreCase(name)) {
                return attribute.getValue();
            }
        }
        return null;
    }

    void removeOtherAttribute(String name) {
        otherAttributes.keySet()
                .removeIf(key -> key.getNamespaceURI().isEmpty() && key.getLocalPart().equalsIgnoreCase(name));
    }

    static <T> List<T> orNew(@Nullable List<T> list) {
        return list == null ? new ArrayList<>() : list;
    }
}
