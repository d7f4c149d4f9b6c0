// Forced into DtlsTransport.cpp. mediasoup's BIO callback answers 1 to every call that is not exactly
// BIO_CB_RETURN, so also to "control call, returning": libssl takes that 1 for the answer of the memory
// BIO itself. Where libssl is built with kernel TLS (Debian's is), it asks the BIO whether the kernel
// sends for it, believes the 1, allocates no write buffer, and the worker dies by SIGSEGV at the first
// ServerHello. This wrapper hands the true result back for every returning call, and leaves the calls
// before an operation, where mediasoup picks up its outgoing DTLS data, untouched.
#pragma once

#include <openssl/bio.h>

namespace liveclass
{
	// One function is enough for all transports: mediasoup always installs the same one.
	inline BIO_callback_fn_ex wrappedBioCallback{ nullptr };

	inline long keepBioResult(
	  BIO* bio,
	  int operation,
	  const char* data,
	  size_t length,
	  int argi,
	  long argl,
	  int result,
	  size_t* processed)
	{
		if ((operation & BIO_CB_RETURN) != 0)
		{
			return result;
		}

		return wrappedBioCallback(bio, operation, data, length, argi, argl, result, processed);
	}

	inline void setBioCallback(BIO* bio, BIO_callback_fn_ex callback)
	{
		wrappedBioCallback = callback;
		BIO_set_callback_ex(bio, keepBioResult);
	}
} // namespace liveclass

#define BIO_set_callback_ex liveclass::setBioCallback
