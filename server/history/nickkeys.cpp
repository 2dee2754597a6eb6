// Tested by tst_schema.
#include "server/history/nickkeys.h"

#include "common/protocol/names.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace kodama::nickkeys {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Named
{
    PersonId id = 0;
    QString before; ///< as it stands in the file
    QString key;    ///< without the mark
    bool owns = false;
    bool keepsKey = false;
    qint64 lastSeen = 0;
    QString after; ///< empty: NULL
};

bool comesBefore(const Named &one, const Named &other)
{
    const auto rank = [](const Named &it) {
        return std::tuple(it.key, !it.keepsKey, !it.owns, -it.lastSeen, it.id);
    };
    return rank(one) < rank(other);
}

Result<std::vector<Named>, HistoryError> everybodyNamed(Database &database)
{
    Statement select(database, u"SELECT id, nick, nick_key,"
                               " (SELECT max(last_seen) FROM sessions WHERE person = people.id)"
                               " FROM people WHERE nick_key IS NOT NULL"_s);
    if (const auto failure = select.run({}))
        return *failure;
    std::vector<Named> people;
    while (select.next()) {
        Named person;
        person.id = select.number(0);
        person.before = select.text(2);
        person.key = foldNick(select.text(1));
        person.owns = !person.before.endsWith(lastOwnerMark);
        person.keepsKey = person.before == (person.owns ? person.key : person.key + lastOwnerMark);
        person.lastSeen = select.number(3);
        people.push_back(person);
    }
    if (const auto failure = select.failure())
        return *failure;
    return people;
}

/// Those whose names are the same now: one has it, and one had it before.
template <typename Iterator>
void share(Iterator first, Iterator last)
{
    const auto owner = std::find_if(first, last, [](const Named &it) { return it.owns; });
    if (owner != last)
        owner->after = owner->key;
    const auto other =
        std::find_if(first, last, [](const Named &it) { return it.after.isEmpty(); });
    if (other != last)
        other->after = other->key + lastOwnerMark;
}

StoreFailure write(Database &database, const std::vector<Named> &people)
{
    // At first all are taken away: a key may be another one's before it is given.
    Statement clear(database, u"UPDATE people SET nick_key = NULL WHERE id = ?"_s);
    for (const Named &person : people) {
        if (person.before == person.after)
            continue;
        if (auto failure = clear.run({person.id}))
            return failure;
    }
    Statement give(database, u"UPDATE people SET nick_key = ? WHERE id = ?"_s);
    for (const Named &person : people) {
        if (person.before == person.after || person.after.isEmpty())
            continue;
        if (auto failure = give.run({person.after, person.id}))
            return failure;
    }
    return std::nullopt;
}

} // namespace

StoreFailure renew(Database &database)
{
    auto found = everybodyNamed(database);
    if (!found)
        return found.error();
    std::vector<Named> &people = found.value();
    std::sort(people.begin(), people.end(), comesBefore);
    for (auto first = people.begin(); first != people.end();) {
        const auto last = std::find_if(first, people.end(),
                                       [&first](const Named &it) { return it.key != first->key; });
        share(first, last);
        first = last;
    }
    return write(database, people);
}

} // namespace kodama::nickkeys
