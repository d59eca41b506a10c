/**
 * One class a family of formats: what it carries, its manifests, its initialization segments, fragments, key frames and text. A
 * format is chosen once, in {@link io.dynpack.packaging.Packagings}; behind that nobody asks again which it is. Which codec
 * goes where is one table, {@link io.dynpack.packaging.Carriage}. Nothing is read here.
 */
@NullMarked
package io.dynpack.packaging;

import org.jspecify.annotations.NullMarked;
