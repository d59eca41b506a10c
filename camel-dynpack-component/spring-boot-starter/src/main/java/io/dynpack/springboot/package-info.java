/** The component in Spring Boot: its properties, its bean, and the HTTP engine that its routes take. Knows nothing of media. */
@NullMarked
package io.dynpack.springboot;

import org.jspecify.annotations.NullMarked;
