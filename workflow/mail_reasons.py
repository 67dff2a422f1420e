"""Why a member's mail was not sent, as the panel shows it; in mails to members they are looked up in the catalogs. Pure."""

NO_MEMBER = "The reply address of a member was used by somebody who is no member of this hotel."
OLDER_THAN_MAILBOX = "It is older than the connection of its mailbox."
NOT_OF_THIS_DESK = "The reply address was not made by this desk."
NOT_TO_REPLY_ADDRESS = (
    "A member answered, but not to the reply address of the notification: nothing was sent to the guest."
)
TO_GUESTS_ADDRESS = "A member answered to a guest's reply address: nothing was sent to the guest."
PASSED_ON = "A member passed a notification on: such words are for colleagues, nothing was sent."
OF_CALENDAR = "A calendar or a recall seems to have written it, by its subject."
OUR_OWN_TEXT = "It holds text of the desk's own notice: write above the quoted text, or answer in the panel."
NO_WORDS = "No words were found above the quoted text."
OF_SEVERAL = "You answered a mail about several guests: nobody can say which of them your words are for."
DELETED = "This ticket was deleted."
NOT_VERIFIED = "SEND came for an answer that is held, and it could not be verified who wrote it."
SOMEBODY_ELSES = "The reply address was made for somebody else than %(name)s."
NOT_SURE = "It could not be verified that %(name)s wrote this."

REASONS = (
    NO_MEMBER,
    NOT_OF_THIS_DESK,
    NOT_TO_REPLY_ADDRESS,
    TO_GUESTS_ADDRESS,
    PASSED_ON,
    OF_CALENDAR,
    OUR_OWN_TEXT,
    NO_WORDS,
    OF_SEVERAL,
    DELETED,
    NOT_VERIFIED,
    SOMEBODY_ELSES,
    NOT_SURE,
)
"""Those that members are told."""
