/**
 * The server manifest {@code .ism} (SMIL 2.0) and the client manifest {@code .ismc} (MS-SSTR) as JAXB models that keep what they do
 * not know, and records that answer what the origin asks of them. The only package that sees JAXB; it knows no storage, no
 * media and no other package.
 */
@XmlSchema(namespace = ServerManifest.NAMESPACE, elementFormDefault = XmlNsForm.QUALIFIED)
@NullMarked
package io.dynpack.ism;

import jakarta.xml.bind.annotation.XmlNsForm;
import jakarta.xml.bind.annotation.XmlSchema;

import org.jspecify.annotations.NullMarked;
