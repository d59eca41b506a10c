/** A Spring Boot application that streams. */
@NullMarked
package io.dynpack.examples.springboot;

import org.jspecify.annotations.NullMarked;
