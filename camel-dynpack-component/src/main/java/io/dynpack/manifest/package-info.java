/**
 * A presentation as text, one sub-package a protocol; no protocol knows another. Output depends on the presentation and the URL
 * alone: no clock, no host name, no locale.
 */
@NullMarked
package io.dynpack.manifest;

import org.jspecify.annotations.NullMarked;
