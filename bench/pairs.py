"""The revisions of real descriptions that are compared with one another, below the corpus."""

from __future__ import annotations

PAIRS = {
    "github": ("github/2025-a.json", "github/2025-b.json"),
    "plaid": ("plaid/2023-08-15-33f23fb2.yml", "plaid/2024-05-03-9910b28b.yml"),
    "plaid-week": ("plaid/2025-11-12-3e2270cc.yml", "plaid/2025-11-19-68077a9a.yml"),
    "box": ("box/2023-09-14-33a46e0d.json", "box/2024-10-11-7c19019e.json"),
    "slack": (
        "slack/slack_web_openapi_v2.2020-04-03-3f1e8b4a.json",
        "slack/slack_web_openapi_v2.2020-10-06-dfea73e0.json",
    ),
    "adyen": (
        "adyen/CheckoutService-v71.2024-08-20-d5272a38.json",
        "adyen/CheckoutService-v71.2025-08-29-6c5e3151.json",
    ),
    "twilio": (
        "twilio/twilio_api_v2010.2023-01-13-268b6d15.json",
        "twilio/twilio_api_v2010.2025-01-28-e88f6e55.json",
    ),
    "digitalocean": (
        "digitalocean/2024-03/specification/DigitalOcean-public.v2.yaml",
        "digitalocean/2025-05/specification/DigitalOcean-public.v2.yaml",
    ),
}
