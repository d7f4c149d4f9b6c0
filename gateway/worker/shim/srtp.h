// Gives the distribution's libsrtp 2 the libsrtp 3 calls that mediasoup's SrtpSession.cpp and
// DepLibSRTP.cpp use: an opaque policy, separate input and output buffers with size_t lengths, and two
// more error codes. The C functions of libsrtp 2 have other parameter lists, so these overload them.
#pragma once

// libsrtp 3 calls the opaque pointer what libsrtp 2 calls the struct; the struct gets out of the way.
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>

// The numbers these have in libsrtp 3. Only the first is ever produced, by the overloads below.
inline constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
inline constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

namespace liveclass
{
	struct SrtpPolicy
	{
		srtp2_policy_t policy{};
		// libsrtp 2 reads key and salt from one buffer that must live until srtp_create().
		uint8_t keyAndSalt[SRTP_MAX_KEY_LEN]{};
	};

	// libsrtp 2 counts in int and changes the packet where it stands. The capacity is checked here
	// because libsrtp 2 has no parameter for it and would write past the end.
	template<typename InPlace>
	srtp_err_status_t intoBuffer(
	  const uint8_t* in, size_t inLength, uint8_t* out, size_t* outLength, size_t growth, InPlace inPlace)
	{
		if (inLength > static_cast<size_t>(std::numeric_limits<int>::max()) - growth)
		{
			return srtp_err_status_bad_param;
		}

		if (*outLength < inLength + growth)
		{
			return srtp_err_status_buffer_small;
		}

		if (in != out)
		{
			std::memmove(out, in, inLength);
		}

		int length                  = static_cast<int>(inLength);
		const srtp_err_status_t err = inPlace(out, &length);

		// After a failure the length is not to be trusted; libsrtp 3 leaves the caller's untouched too.
		if (err == srtp_err_status_ok)
		{
			*outLength = static_cast<size_t>(length);
		}

		return err;
	}
} // namespace liveclass

typedef liveclass::SrtpPolicy* srtp_policy_t;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy = new (std::nothrow) liveclass::SrtpPolicy;

	return *policy != nullptr ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	if (policy != nullptr)
	{
		// The master key does not stay behind in freed memory; a plain memset would be optimised away.
		volatile uint8_t* key = policy->keyAndSalt;

		for (size_t i{ 0 }; i < sizeof(policy->keyAndSalt); ++i)
		{
			key[i] = 0;
		}
	}

	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->policy.ssrc = ssrc;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const srtp_err_status_t err =
	  srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);

	if (err != srtp_err_status_ok)
	{
		return err;
	}

	return srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLength,
  const uint8_t* salt,
  size_t saltLength,
  const uint8_t* /*mki*/,
  size_t mkiLength)
{
	if (mkiLength != 0 || keyLength + saltLength > sizeof(policy->keyAndSalt))
	{
		return srtp_err_status_bad_param;
	}

	std::memcpy(policy->keyAndSalt, key, keyLength);
	std::memcpy(policy->keyAndSalt + keyLength, salt, saltLength);
	policy->policy.key = policy->keyAndSalt;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->policy.allow_repeat_tx = allow ? 1 : 0;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t packets)
{
	policy->policy.window_size = packets;

	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return srtp_create(session, &policy->policy);
}

// Both versions look the stream up by the SSRC as it stands in the packet, and mediasoup already passes
// network order. Swapping once more would find nothing and leave every closed stream's rollover counter
// behind for the next sender of that SSRC.
inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrcInNetworkOrder)
{
	return srtp_remove_stream(session, ssrcInNetworkOrder);
}

inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* in, size_t inLength, uint8_t* out, size_t* outLength, size_t /*mki*/)
{
	return liveclass::intoBuffer(
	  in,
	  inLength,
	  out,
	  outLength,
	  SRTP_MAX_TRAILER_LEN,
	  [session](uint8_t* packet, int* length) { return srtp_protect(session, packet, length); });
}

inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLength, uint8_t* out, size_t* outLength, size_t /*mki*/)
{
	// SRTCP appends four bytes (E flag and index) besides the tag.
	return liveclass::intoBuffer(
	  in,
	  inLength,
	  out,
	  outLength,
	  SRTP_MAX_TRAILER_LEN + 4,
	  [session](uint8_t* packet, int* length) { return srtp_protect_rtcp(session, packet, length); });
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* in, size_t inLength, uint8_t* out, size_t* outLength)
{
	return liveclass::intoBuffer(
	  in,
	  inLength,
	  out,
	  outLength,
	  0,
	  [session](uint8_t* packet, int* length) { return srtp_unprotect(session, packet, length); });
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLength, uint8_t* out, size_t* outLength)
{
	return liveclass::intoBuffer(
	  in,
	  inLength,
	  out,
	  outLength,
	  0,
	  [session](uint8_t* packet, int* length) { return srtp_unprotect_rtcp(session, packet, length); });
}
