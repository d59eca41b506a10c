/**
 * Content keys: wrapped at rest, made for locators, and given to those whom content key policies let have them. Tokens and the
 * answers of the key server are here; what media a key encrypts is not. The only package that sees Nimbus.
 */
@NullMarked
package io.dynpack.keys;

import org.jspecify.annotations.NullMarked;
