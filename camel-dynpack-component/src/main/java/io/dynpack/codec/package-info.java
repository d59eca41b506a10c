/**
 * Codec configuration: what lies in a sample entry or at the start of an access unit, turned into RFC 6381 strings, Smooth
 * Streaming's {@code CodecPrivateData} and the facts that manifests state. Works on plain buffers; knows no boxes.
 */
@NullMarked
package io.dynpack.codec;

import org.jspecify.annotations.NullMarked;
