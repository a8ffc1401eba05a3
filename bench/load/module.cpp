// What bench/load weighs the cold path against: a module of about 6 kB of ordinary code, the size of a small library that
// a page might load. Real work, so that no compiler can drop it: hashing, unpacking, sorting, comparing, reading JSON.
//
//   em++ -std=c++20 -Oz -fno-exceptions -fno-rtti -sSTANDALONE_WASM --no-entry -sFILESYSTEM=0 -sMALLOC=none
//     -sTOTAL_STACK=16384 -sINITIAL_MEMORY=131072 bench/load/module.cpp -o bench/load/module.wasm
//
// The module beside it is checked in, so that every measurement has the same measure.
#include <cstdint>

#define EXPORT extern "C" __attribute__((used, visibility("default")))

namespace {

using u8 = std::uint8_t;
using u32 = std::uint32_t;

std::uint8_t memory[65536];

u32 turn(u32 x, u32 n) { return x >> n | x << (32 - n); }

/// The first 32 bits of the fractional part of a root: SHA-2 takes its constants from those of primes.
u32 fraction_of_root(u32 n, bool cube) {
  // Bisection in integers: the largest r with r^2 (or r^3) <= n * 2^64 (or 2^96), of which 32 bits are the fraction.
  unsigned __int128 low = 0, high = static_cast<unsigned __int128>(1) << 37;
  while (high - low > 1) {
    const unsigned __int128 middle = (low + high) / 2;
    const bool below = cube ? middle * middle <= ((static_cast<unsigned __int128>(n) << 96) / middle)
                            : middle * middle <= static_cast<unsigned __int128>(n) << 64;
    (below ? low : high) = middle;
  }
  return static_cast<u32>(low);
}

void primes(u32* out, u32 count) {
  for (u32 n = 2, found = 0; found < count; ++n) {
    bool prime = true;
    for (u32 d = 2; d * d <= n; ++d) prime &= n % d != 0;
    if (prime) out[found++] = n;
  }
}

struct Bits {
  const u8* at;
  const u8* end;
  u32 held = 0, count = 0;
  u32 take(u32 n) {
    while (count < n) {
      held |= (at < end ? *at++ : 0u) << count;
      count += 8;
    }
    const u32 value = held & ((1u << n) - 1);
    held >>= n;
    count -= n;
    return value;
  }
};

/// A prefix code by the lengths of its words.
struct Code {
  std::uint16_t counts[16], symbols[288];
  void build(const u8* lengths, u32 n) {
    std::uint16_t offsets[16] = {};
    for (auto& count : counts) count = 0;
    for (u32 i = 0; i < n; ++i) ++counts[lengths[i]];
    counts[0] = 0;
    for (u32 i = 1; i < 16; ++i) offsets[i] = static_cast<std::uint16_t>(offsets[i - 1] + counts[i - 1]);
    for (u32 i = 0; i < n; ++i)
      if (lengths[i]) symbols[offsets[lengths[i]]++] = static_cast<std::uint16_t>(i);
  }
  int read(Bits& bits) const {
    int code = 0, first = 0, index = 0;
    for (u32 length = 1; length < 16; ++length) {
      code |= static_cast<int>(bits.take(1));
      if (code - counts[length] < first) return symbols[index + (code - first)];
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    return -1;
  }
};

struct Json {
  const u8* at;
  const u8* end;
  u32 depth = 0, values = 0;

  void space() {
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r')) ++at;
  }
  bool word(const char* text) {
    for (; *text; ++text, ++at)
      if (at == end || *at != static_cast<u8>(*text)) return false;
    return true;
  }
  u32 digits() {
    u32 n = 0;
    for (; at < end && *at - '0' < 10u; ++at) ++n;
    return n;
  }
  bool number() {
    if (at < end && *at == '-') ++at;
    const bool zero = at < end && *at == '0';
    const u32 whole = digits();
    if (!whole || (zero && whole > 1)) return false;
    if (at < end && *at == '.' && (++at, !digits())) return false;
    if (at < end && (*at | 32) == 'e') {
      ++at;
      if (at < end && (*at == '+' || *at == '-')) ++at;
      return digits() > 0;
    }
    return true;
  }
  bool text() {
    for (++at; at < end && *at != '"'; ++at) {
      if (*at < 32) return false;
      if (*at != '\\') continue;
      if (++at == end) return false;
      u32 hex = *at == 'u' ? 4 : 0;
      bool known = hex;
      for (const char* c = "\"\\/bfnrt"; *c; ++c) known |= *at == static_cast<u8>(*c);
      if (!known) return false;
      for (; hex; --hex)
        if (++at >= end || !(*at - '0' < 10u || (*at | 32) - 'a' < 6u)) return false;
    }
    return at < end && (++at, true);
  }
  bool value() {
    space();
    if (at == end || ++depth > 64) return false;
    ++values;
    bool good = false;
    switch (*at) {
      case '{':
      case '[': good = container(*at == '{'); break;
      case '"': good = text(); break;
      case 't': good = word("true"); break;
      case 'f': good = word("false"); break;
      case 'n': good = word("null"); break;
      default: good = number();
    }
    --depth;
    space();
    return good;
  }
  bool container(bool object) {
    const u8 close = object ? '}' : ']';
    ++at;
    space();
    if (at < end && *at == close) return ++at, true;
    for (;;) {
      if (object) {
        space();
        if (at == end || *at != '"' || !text()) return false;
        space();
        if (at == end || *at++ != ':') return false;
      }
      if (!value() || at == end) return false;
      if (*at == close) return ++at, true;
      if (*at++ != ',') return false;
    }
  }
};

}  // namespace

EXPORT u8* place() { return memory; }

/// SHA-256 of the first bytes, written behind them.
EXPORT void digest(u32 size) {
  u32 k[64], state[8], w[64];
  primes(k, 64);
  for (u32 i = 0; i < 8; ++i) state[i] = fraction_of_root(k[i], false);
  for (u32& each : k) each = fraction_of_root(each, true);
  const u32 blocks = (size + 72) / 64;
  for (u32 b = 0; b < blocks; ++b) {
    for (u32 i = 0; i < 64; ++i) {
      const u32 at = b * 64 + i;
      u32 byte = at < size ? memory[at] : at == size ? 0x80u : 0u;
      if (at >= blocks * 64 - 4) byte = size * 8 >> (blocks * 64 - 1 - at) * 8 & 255;
      if (i % 4 == 0) w[i / 4] = 0;
      w[i / 4] |= byte << (24 - i % 4 * 8);
    }
    for (u32 i = 16; i < 64; ++i) {
      const u32 a = w[i - 15], c = w[i - 2];
      w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >> 3) + w[i - 7] + (turn(c, 17) ^ turn(c, 19) ^ c >> 10);
    }
    u32 s[8];
    for (u32 i = 0; i < 8; ++i) s[i] = state[i];
    for (u32 i = 0; i < 64; ++i) {
      const u32 one = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
      const u32 two = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
      for (u32 j = 7; j; --j) s[j] = s[j - 1];
      s[4] += one;
      s[0] = one + two;
    }
    for (u32 i = 0; i < 8; ++i) state[i] += s[i];
  }
  for (u32 i = 0; i < 32; ++i) memory[size + i] = static_cast<u8>(state[i / 4] >> (24 - i % 4 * 8));
}

/// Unpacks deflated bytes behind them; how many they were, or -1.
EXPORT int inflate(u32 size) {
  Bits bits{memory, memory + size};
  u8* const begin = memory + size;
  u8* out = begin;
  u8* const most = memory + sizeof memory;
  bool last = false;
  while (!last) {
    last = bits.take(1);
    const u32 kind = bits.take(2);
    if (kind == 0) {
      bits.held = bits.count = 0;
      u32 length = bits.take(16);
      bits.take(16);
      for (; length && out < most; --length) *out++ = static_cast<u8>(bits.take(8));
      continue;
    }
    if (kind == 3) return -1;
    u8 lengths[320] = {};
    u32 literals = 288, distances = 30;
    if (kind == 1) {
      for (u32 i = 0; i < 288; ++i) lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
      for (u32 i = 0; i < 30; ++i) lengths[288 + i] = 5;
    } else {
      literals = bits.take(5) + 257;
      distances = bits.take(5) + 1;
      const u32 count = bits.take(4) + 4;
      static const u8 kOrder[] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
      for (u32 i = 0; i < count; ++i) lengths[kOrder[i]] = static_cast<u8>(bits.take(3));
      Code code;
      code.build(lengths, 19);
      for (u8& length : lengths) length = 0;
      for (u32 i = 0; i < literals + distances;) {
        const int symbol = code.read(bits);
        if (symbol < 0) return -1;
        u32 times = symbol < 16 ? 1 : symbol == 16 ? 3 + bits.take(2) : symbol == 17 ? 3 + bits.take(3) : 11 + bits.take(7);
        const u8 value = symbol < 16 ? static_cast<u8>(symbol) : symbol == 16 && i ? lengths[i - 1] : u8{0};
        for (; times && i < sizeof lengths; --times) lengths[i++] = value;
      }
    }
    Code literal, distance;
    literal.build(lengths, literals);
    distance.build(lengths + literals, distances);
    for (;;) {
      int symbol = literal.read(bits);
      if (symbol < 0 || out == most) return -1;
      if (symbol == 256) break;
      if (symbol < 256) {
        *out++ = static_cast<u8>(symbol);
        continue;
      }
      symbol -= 257;
      u32 length = 3 + static_cast<u32>(symbol);
      if (symbol >= 8) {
        const u32 extra = static_cast<u32>(symbol) / 4 - 1;
        length = symbol == 28 ? 258 : ((4 + static_cast<u32>(symbol) % 4) << extra) + 3 + bits.take(extra);
      }
      const int far = distance.read(bits);
      if (far < 0) return -1;
      const u32 more = far < 4 ? 0 : static_cast<u32>(far) / 2 - 1;
      const u32 back = far < 4 ? static_cast<u32>(far) + 1 : ((2 + static_cast<u32>(far) % 2) << more) + 1 + bits.take(more);
      if (back > static_cast<u32>(out - begin)) return -1;
      for (; length && out < most; --length, ++out) *out = *(out - back);
    }
  }
  return static_cast<int>(out - begin);
}

/// Sorts 64-bit numbers in place, by halves.
EXPORT void sort(u32 count) {
  auto* const numbers = reinterpret_cast<double*>(memory);
  double* const spare = numbers + count;
  for (u32 width = 1; width < count; width *= 2) {
    for (u32 i = 0; i < count; i += 2 * width) {
      const u32 middle = i + width < count ? i + width : count, end = i + 2 * width < count ? i + 2 * width : count;
      for (u32 a = i, b = middle, to = i; to < end; ++to)
        spare[to] = a < middle && (b == end || numbers[a] <= numbers[b]) ? numbers[a++] : numbers[b++];
    }
    for (u32 i = 0; i < count; ++i) numbers[i] = spare[i];
  }
}

/// How many changes make one text of the other that stands behind it.
EXPORT u32 distance(u32 one, u32 other) {
  u32 row[256];
  if (other > 255) other = 255;
  for (u32 j = 0; j <= other; ++j) row[j] = j;
  for (u32 i = 0; i < one; ++i) {
    u32 corner = row[0];
    row[0] = i + 1;
    for (u32 j = 0; j < other; ++j) {
      const u32 change = corner + (memory[i] != memory[one + j]);
      corner = row[j + 1];
      const u32 least = row[j] < row[j + 1] ? row[j] + 1 : row[j + 1] + 1;
      row[j + 1] = change < least ? change : least;
    }
  }
  return row[other];
}

/// How many values a JSON text holds; 0 if it is none.
EXPORT u32 count_json(u32 size) {
  Json json{memory, memory + size};
  return json.value() && json.at == json.end ? json.values : 0;
}
