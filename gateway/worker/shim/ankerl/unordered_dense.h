// Bridges mediasoup's hash maps to the standard library: distributions do not package
// ankerl::unordered_dense. mediasoup uses only the part of it that mirrors std::unordered_map, and the
// standard containers promise more (stable references), so correctness is unchanged; they only cost
// more memory accesses per lookup.
#pragma once

#include <functional>
#include <unordered_map>
#include <unordered_set>

namespace ankerl::unordered_dense
{
	// mediasoup specialises this template for its own keys, so it must be a template of our own and not
	// an alias of std::hash.
	template<typename T>
	struct hash
	{
		size_t operator()(const T& value) const noexcept(noexcept(std::hash<T>{}(value)))
		{
			return std::hash<T>{}(value);
		}
	};

	template<typename Key, typename Value, typename Hash = hash<Key>, typename Equal = std::equal_to<Key>>
	using map = std::unordered_map<Key, Value, Hash, Equal>;

	template<typename Key, typename Hash = hash<Key>, typename Equal = std::equal_to<Key>>
	using set = std::unordered_set<Key, Hash, Equal>;
} // namespace ankerl::unordered_dense
