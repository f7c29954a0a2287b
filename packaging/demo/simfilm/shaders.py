# SPDX-License-Identifier: GPL-3.0-or-later
"""GLSL programs: the baked set, the moving cast, and the camera's lens."""

TONE = """
vec3 tone(vec3 x) {
    x *= exposure;
    vec3 mapped = (x * (2.51 * x + 0.03)) / (x * (2.43 * x + 0.59) + 0.14);
    return sqrt(clamp(mapped, 0.0, 1.0));
}
"""

SHADOW = """
float lit(vec3 world) {
    vec4 p = shadow_matrix * vec4(world, 1.0);
    vec3 q = p.xyz / p.w * 0.5 + 0.5;
    if (p.w <= 0.0 || any(lessThan(q.xy, vec2(0.0))) || any(greaterThan(q.xy, vec2(1.0)))) return 1.0;
    const float s = 0.0014;
    float z = q.z - 0.002;
    return 0.5 * (texture(shadow_map, vec3(q.xy + s, z)) + texture(shadow_map, vec3(q.xy - s, z)));
}
"""

SET_VERTEX = """
#version 330
uniform mat4 view_projection;
in vec3 position; in vec3 normal; in vec3 colour; in vec2 kind; in vec4 light;
out vec3 world; out vec3 n; out vec3 albedo; flat out int material; out float glow; out vec4 baked;
void main() {
    world = position; n = normal; albedo = colour; baked = light;
    material = int(kind.x + 0.5); glow = kind.y;
    gl_Position = view_projection * vec4(position, 1.0);
}
"""

SET_FRAGMENT = (
    """
uniform vec3 eye; uniform float exposure; uniform float seconds; uniform vec3 key_colour;
uniform mat4 shadow_matrix; uniform sampler2DShadow shadow_map;
uniform vec4 blobs[20]; uniform int blob_count; uniform vec3 fog; uniform sampler2D speckle;
in vec3 world; in vec3 n; in vec3 albedo; flat in int material; in float glow; in vec4 baked;
out vec4 result;
float noise(vec2 p) { return texture(speckle, p / 64.0).r; }
"""
    + TONE
    + SHADOW
    + """
vec3 textured(vec3 c) {
    vec2 p = abs(n.z) > 0.7 ? world.xy : (abs(n.x) > abs(n.y) ? world.yz : world.xz);
    // Every material takes one look at the noise: scale, and how much it lightens.
    vec2 scale = vec2(5.0); float least = 1.0, gain = 0.0;
    if (material == 1) { scale = vec2(40.0, 3.0); least = 0.95; gain = 0.10; }
    if (material == 2) { scale = vec2(38.0); least = 0.90; gain = 0.20; }
    if (material == 3) { least = 0.97; gain = 0.05; }
    if (material == 5) { scale = vec2(6.0); least = 0.70; gain = 0.45; }
    if (material == 7) { scale = vec2(60.0); least = 0.93; gain = 0.12; }
    if (material == 9) { p = p.yx; scale = vec2(5.0, 34.0); least = 0.90; gain = 0.18; }
    if (material == 10) { scale = vec2(9.0); least = 0.92; gain = 0.14; }
    c *= least + gain * noise(p * scale);
    if (material == 1) {
        float row = floor(p.x / 0.14);
        float board = fract(sin(row * 12.99 + floor((p.y + fract(row * 0.618) * 2.0) / 1.5) * 78.23) * 43.7);
        c *= (0.84 + 0.30 * board) * mix(0.72, 1.0, smoothstep(0.0, 0.04, 0.5 - abs(fract(p.x / 0.14) - 0.5)));
    }
    if (material == 6) c *= 0.80 + 0.2 * smoothstep(0.0, 0.25, fract(p.y / 0.17));
    if (material == 10) {
        vec2 s = abs(fract(p / 0.75) - 0.5);
        c *= mix(1.0, 0.78, step(0.485, max(s.x, s.y)));
    }
    return c;
}
void main() {
    vec3 c = textured(albedo); c *= c;
    vec3 normal = normalize(n);
    float open = 1.0, sun = 1.0;
#ifdef NEAR_PEOPLE
    for (int i = 0; i < blob_count; i++) {
        vec3 way = blobs[i].xyz - world;
        float d2 = max(dot(way, way), 1e-4), r2 = blobs[i].w * blobs[i].w;
        float facing = max(dot(normal, way) * inversesqrt(d2) * 0.85 + 0.15, 0.0);
        open *= 1.0 - clamp(facing * r2 / d2, 0.0, 0.8);
    }
    sun = lit(world);
#endif
    vec3 irradiance = baked.rgb * open - key_colour * baked.a * (1.0 - sun) * 0.9;
    vec3 light = c * max(irradiance, baked.rgb * 0.18) / 3.14159;
    vec3 emitted = albedo * albedo * glow * 1.6;
    if (material == 8) {
        float flick = 0.85 + 0.15 * sin(seconds * 5.1) * sin(seconds * 2.3);
        vec2 p = world.yz * vec2(2.3, 3.0);
        float band = 0.5 + 0.5 * sin(p.x * 2.1 + seconds * 0.6 + sin(p.y * 2.6 - seconds * 0.4));
        emitted = mix(vec3(0.10, 0.22, 0.50), vec3(0.62, 0.52, 0.48), band) * flick;
        light = vec3(0.0);
    }
    float gloss = (material == 4 || material == 1 || material == 9) ? (material == 4 ? 0.30 : 0.12) : 0.0;
    if (gloss > 0.0) {
        vec3 view = normalize(eye - world);
        float edge = pow(1.0 - max(dot(normal, view), 0.0), 4.0);
        light += gloss * edge * baked.rgb * 0.35 * open;
    }
    float far = length(eye - world);
    vec3 shown = mix(light + emitted, fog, 1.0 - exp(-far * 0.010));
    result = vec4(tone(shown), 1.0);
}
"""
)

CAST_VERTEX = """
#version 330
uniform mat4 view_projection;
in vec3 position; in vec3 normal; in vec4 colour;
out vec3 world; out vec3 n; out vec4 albedo;
void main() {
    world = position; n = normal; albedo = colour;
    gl_Position = view_projection * vec4(position, 1.0);
}
"""

CAST_FRAGMENT = (
    """
#version 330
uniform vec3 eye; uniform float exposure; uniform vec3 key_colour; uniform vec3 key_at;
uniform mat4 shadow_matrix; uniform sampler2DShadow shadow_map; uniform vec3 fog;
uniform vec3 ambient_low[6]; uniform vec3 ambient_high[6]; uniform float key_seen; uniform float floor_z;
in vec3 world; in vec3 n; in vec4 albedo;
out vec4 result;
"""
    + TONE
    + SHADOW
    + """
vec3 cube(vec3 d) {
    float h = clamp(world.z - 0.5, 0.0, 1.0);
    vec3 s = d * d;
    vec3 x = d.x > 0.0 ? mix(ambient_low[0], ambient_high[0], h) : mix(ambient_low[1], ambient_high[1], h);
    vec3 y = d.y > 0.0 ? mix(ambient_low[2], ambient_high[2], h) : mix(ambient_low[3], ambient_high[3], h);
    vec3 z = d.z > 0.0 ? mix(ambient_low[4], ambient_high[4], h) : mix(ambient_low[5], ambient_high[5], h);
    return s.x * x + s.y * y + s.z * z;
}
void main() {
    vec3 normal = normalize(n);
    vec3 view = normalize(eye - world);
    if (dot(normal, view) < -0.2) normal = -normal;
    vec3 c = albedo.rgb * albedo.rgb;
    vec3 way = key_at - world;
    float d2 = dot(way, way);
    vec3 dir = way * inversesqrt(d2);
    float wrap = max((dot(normal, dir) + 0.25) / 1.25, 0.0);
    float seen = key_seen * lit(world + normal * 0.02);
    float ground = mix(0.45, 1.0, smoothstep(0.0, 0.55, world.z - floor_z + max(normal.z, 0.0) * 0.4));
    vec3 irradiance = cube(normal) * ground + key_colour * wrap * seen / max(d2, 0.4);
    vec3 light = c * irradiance / 3.14159;
    float edge = pow(1.0 - max(dot(normal, view), 0.0), 3.0);
    light += edge * cube(reflect(-view, normal)) * 0.10 * ground;
    // A little light from the camera's side keeps faces readable.
    vec3 around = (cube(vec3(0, 0, 1)) + cube(vec3(view.xy * 0.999, 0.04)) * 2.0) / 3.0;
    light += c * around * max(dot(normal, view), 0.0) * 0.07;
    vec3 halfway = normalize(dir + view);
    light += albedo.a * pow(max(dot(normal, halfway), 0.0), 28.0) * key_colour * seen / max(d2, 0.4) * 0.25;
    float far = length(eye - world);
    result = vec4(tone(mix(light, fog, 1.0 - exp(-far * 0.010))), 1.0);
}
"""
)

# The set is drawn twice over: with shadows and contact darkening only near people.
SET_FAR_FRAGMENT = "#version 330\n" + SET_FRAGMENT
SET_NEAR_FRAGMENT = "#version 330\n#define NEAR_PEOPLE\n" + SET_FRAGMENT

DEPTH_FRAGMENT = """
#version 330
void main() {}
"""

SCREEN_VERTEX = """
#version 330
in vec2 corner; out vec2 uv;
void main() { uv = corner * 0.5 + 0.5; gl_Position = vec4(corner, 0.0, 1.0); }
"""

# Smooths stair-stepped edges by blending along them.
EDGE_FRAGMENT = """
#version 330
uniform sampler2D picture; uniform vec2 texel; in vec2 uv; out vec4 result;
float luma(vec3 c) { return dot(c, vec3(0.299, 0.587, 0.114)); }
void main() {
    vec3 m = texture(picture, uv).rgb;
    float nw = luma(texture(picture, uv + vec2(-1.0, -1.0) * texel).rgb);
    float ne = luma(texture(picture, uv + vec2(1.0, -1.0) * texel).rgb);
    float sw = luma(texture(picture, uv + vec2(-1.0, 1.0) * texel).rgb);
    float se = luma(texture(picture, uv + vec2(1.0, 1.0) * texel).rgb);
    float here = luma(m);
    float low = min(here, min(min(nw, ne), min(sw, se))), high = max(here, max(max(nw, ne), max(sw, se)));
    vec2 dir = vec2(-((nw + ne) - (sw + se)), (nw + sw) - (ne + se));
    float reduce = max((nw + ne + sw + se) * 0.03125, 0.0078125);
    dir = clamp(dir / (min(abs(dir.x), abs(dir.y)) + reduce), -8.0, 8.0) * texel;
    vec3 a = 0.5 * (texture(picture, uv - dir / 6.0).rgb + texture(picture, uv + dir / 6.0).rgb);
    vec3 b = a * 0.5 + 0.25 * (texture(picture, uv - dir * 0.5).rgb + texture(picture, uv + dir * 0.5).rgb);
    float l = luma(b);
    result = vec4((l < low || l > high) ? a : b, 1.0);
}
"""

BRIGHT_FRAGMENT = """
#version 330
uniform sampler2D picture; in vec2 uv; out vec4 result;
void main() {
    vec3 c = texture(picture, uv).rgb;
    result = vec4(c * smoothstep(0.80, 1.0, max(c.r, max(c.g, c.b))), 1.0);
}
"""

BLUR_FRAGMENT = """
#version 330
uniform sampler2D picture; uniform vec2 reach; in vec2 uv; out vec4 result;
void main() {
    vec3 total = vec3(0.0); float sum = 0.0;
    for (int i = -6; i <= 6; i++) {
        float w = exp(-float(i * i) / 14.0);
        total += texture(picture, uv + reach * float(i)).rgb * w; sum += w;
    }
    result = vec4(total / sum, 1.0);
}
"""

# The lens: barrel distortion, a little colour fringing, bloom, vignette, grain, and the text.
LENS_FRAGMENT = """
#version 330
uniform sampler2D picture; uniform sampler2D bloom; uniform sampler2D overlay;
uniform float barrel; uniform float aspect; uniform float seed; uniform float grain;
in vec2 uv; out vec4 result;
float hash(vec2 p) { return fract(sin(dot(p, vec2(12.9898, 78.233)) + seed) * 43758.5453); }
vec2 bend(vec2 p, float k) {
    float r2 = dot(p, p);
    float corner = 1.0 + k * (aspect * aspect + 1.0);
    return p * (1.0 + k * r2) / corner;
}
vec2 back(vec2 p) { return vec2(p.x / aspect, p.y) * 0.5 + 0.5; }
void main() {
    vec2 p = (uv * 2.0 - 1.0) * vec2(aspect, 1.0);
    vec2 q = back(bend(p, barrel));
    vec2 fringe = (q - 0.5) * 0.0011;
    vec3 c = vec3(texture(picture, q + fringe).r, texture(picture, q).g, texture(picture, q - fringe).b);
    c += texture(bloom, q).rgb * 0.55;
    float r = dot(p, p) / (aspect * aspect + 1.0);
    c *= 1.0 - 0.42 * smoothstep(0.25, 1.05, r);
    c += (hash(gl_FragCoord.xy) - 0.5) * grain;
    vec4 text = texture(overlay, vec2(uv.x, 1.0 - uv.y));
    result = vec4(mix(c, text.rgb, text.a), 1.0);
}
"""
