"""The sentences of accounts that the core says and the panel translates: refusals, roles."""

from __future__ import annotations

from web.languages import N_, gettext
from web.refusal_words import said as said
from workflow.services.member_changes import By
from workflow.values import Role

ROLES = {
    Role.OWNER: N_("Owner"),
    Role.MANAGER: N_("Manager"),
    Role.RECEPTION: N_("Reception"),
    Role.STAFF: N_("Staff"),
    Role.AI_AGENT: N_("AI agent"),
}
REFUSALS = (
    N_("E-mail address or password is wrong."),
    N_("Too many tries. Wait a quarter of an hour."),
    N_(
        "Too many tries at this account from browsers that it does not know. A new password by mail opens it at once"
        " (Forgotten your password?); otherwise wait an hour."
    ),
    N_("Too many requests. Try again in an hour."),
    N_("Many people log in at this moment. Please try again in a few seconds."),
    N_("This code is not right, or it was used before. Wait for the next one."),
    N_("Begin with a new secret."),
    N_("The second factor is on already."),
    N_("This is not your password."),
    N_("A password has at least ten characters. Several words make a good one."),
    N_("A password has at most 200 characters."),
    N_("This password is among the first that strangers try. Several words make a better one."),
    N_("A password is more than the e-mail address, the name or the hotel's name."),
    N_("This link has been used, has run out, or was never one of ours. Ask for a new one."),
    N_(
        "This page opens once, with the link that `bellhop up` prints when it starts a desk without any hotel. "
        "Start the desk anew for a new link."
    ),
    N_("A hotel code has two to eight letters or digits."),
    N_("A hotel's name has 1 to 200 characters."),
    N_("This is not an e-mail address."),
    N_("A name has 1 to 200 characters, all on one line."),
    N_("A name has 1 to 100 characters, all on one line."),
    N_("This person is a member already."),
    N_("This person has set a password, or is disabled: there is nothing to invite to."),
    N_("This person has set a password: the name is changed by the person, under My account."),
    N_("This is the last owner of the hotel: make somebody else owner first."),
    N_("You cannot do this to yourself; somebody else may."),
    N_("Nobody changes his own role; somebody else may."),
    N_("Nobody gives a role that may more than his own."),
    N_("Only an owner may do this to an owner."),
    N_("Only an owner may do this, and not for himself."),
    N_("This second factor can be reset by whoever runs the installation: `bellhop staff reset-totp`."),
    N_("A token may not do more than who makes it."),
    N_("Only who may as much as this token may end it."),
    N_("There is no such department."),
    N_("Choose a role."),
    N_("There is an account with this address already: take another one."),
)


def grantable(by: By) -> dict[str, str]:
    """Roles that this person may give, with their names."""
    ranked = list(ROLES)
    own = 0 if by.role is Role.PLATFORM else ranked.index(by.role)
    return {role.value: gettext(ROLES[role]) for role in ranked[own:]}
