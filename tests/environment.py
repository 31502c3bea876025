"""The environment that tests run in; the caller's DATABASE_URL and REQUIRE are kept."""

TEST_ENVIRONMENT = {
    "SECRET_KEY": "tests-only-" + "x" * 50,
    "FIELD_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    "BASE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "DEBUG": "0",
    "TEST_MODE": "1",
    "CAPTCHA": "test",
    "EMAIL_URL": "memorymail://",
    "SMS_URL": "memory://",
    "LETTERS_IN_PROCESS": "0",
}
