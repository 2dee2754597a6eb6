// People who do anything at random in a chat with a store that fails at times, and what must be
// true of all that they are told.
#pragma once

#include "tests/server/chat/chatbench.h"

#include <QRandomGenerator>
#include <QSet>

namespace kodama {

class RandomChat final
{
public:
    explicit RandomChat(quint32 seed)
        : m_random(seed)
        , m_bench(3)
    {
        for (int i = 0; i < peopleCount; ++i)
            arrive(m_people[std::size_t(i)]);
    }

    void step()
    {
        Person &person = m_people[std::size_t(m_random.bounded(peopleCount))];
        switch (m_random.bounded(12)) {
        case 0:
            m_bench.disconnect(person.connection);
            person.heard.clear();
            arrive(person);
            break;
        case 1:
            m_bench.history.fault = FaultyHistory::Fault(m_random.bounded(3));
            break;
        case 2:
            m_bench.advance(std::chrono::milliseconds(m_random.bounded(4000)));
            break;
        case 3:
            leave(person);
            break;
        case 4:
            join(person);
            break;
        case 5: // the disk is slow now
            (void)m_bench.holdDisk();
            break;
        case 6:
            sync();
            break;
        default:
            post(person);
            break;
        }
        if (m_random.bounded(4) == 0)
            m_bench.history.fault = FaultyHistory::Fault::None;
        listen();
    }

    /// Everything that is under way arrives.
    void settle()
    {
        m_bench.history.fault = FaultyHistory::Fault::None;
        for (int round = 0; round < 400; ++round) // what waited is asked now, and waits again
            sync();
        listen();
        for (Person &person : m_people) {
            for (const QString &id : person.asked) {
                if (person.answers.value(id) != 1)
                    complain("answers to a request: " +
                             QByteArray::number(person.answers.value(id)));
            }
        }
        checkMembers();
    }

    [[nodiscard]] const QByteArray &complaint() const { return m_complaint; }

private:
    static constexpr int peopleCount = 6;

    struct Person
    {
        ConnectionId connection = 0;
        QByteArray secret;
        QSet<QString> rooms;
        QHash<QString, qint64> heard; ///< by room, the last offset on this connection
        QSet<QString> asked;          ///< on this connection
        QHash<QString, int> answers;
    };

    void complain(const QByteArray &what)
    {
        if (m_complaint.isEmpty())
            m_complaint = what;
    }

    void arrive(Person &person)
    {
        person.connection = ++m_lastConnection;
        person.asked.clear();
        person.answers.clear();
        QByteArray rest;
        if (!person.secret.isEmpty())
            rest = ",\"resume\":{\"session\":\"" + person.secret + "\"}";
        const QJsonObject answer = m_bench.hello(person.connection, {}, rest);
        if (answer[QLatin1StringView("type")].toString() != QStringLiteral("hello_response"))
            complain("no hello: " + QJsonDocument(answer).toJson(QJsonDocument::Compact));
        person.secret = answer[QLatin1StringView("session")].toString().toUtf8();
        person.rooms.clear();
        for (const auto &room : answer[QLatin1StringView("rooms")].toArray())
            person.rooms.insert(room.toString());
    }

    [[nodiscard]] QString anyRoom() { return QStringLiteral("r%1").arg(m_random.bounded(3)); }
    [[nodiscard]] QByteArray nextId(Person &person)
    {
        const QString id = QStringLiteral("i%1").arg(++m_lastId);
        person.asked.insert(id);
        return id.toUtf8();
    }

    void join(Person &person)
    {
        const QString room = anyRoom();
        m_bench.say(person.connection, "{\"type\":\"join\",\"id\":\"" + nextId(person) +
                                           "\",\"room\":\"" + room.toUtf8() + "\"}");
        person.rooms.insert(room);
    }
    void leave(Person &person)
    {
        const QString room = anyRoom();
        m_bench.say(person.connection, "{\"type\":\"leave\",\"id\":\"" + nextId(person) +
                                           "\",\"room\":\"" + room.toUtf8() + "\"}");
        person.rooms.remove(room);
    }
    void post(Person &person)
    {
        m_bench.say(person.connection, "{\"type\":\"broadcast\",\"id\":\"" + nextId(person) +
                                           "\",\"room\":\"" + anyRoom().toUtf8() +
                                           "\",\"content\":" + QByteArray::number(m_lastId) + "}");
    }
    void sync()
    {
        m_bench.history.syncedTo.reset();
        m_bench.sync(m_bench.history.syncedCommit());
        m_bench.history.syncedTo.reset();
    }

    void listen()
    {
        for (Person &person : m_people) {
            for (const QJsonObject &message : m_bench.takeObjects(person.connection))
                hear(person, message);
        }
    }

    void hear(Person &person, const QJsonObject &message)
    {
        const QString type = message[QLatin1StringView("type")].toString();
        const QString room = message[QLatin1StringView("room")].toString();
        const qint64 offset = message[QLatin1StringView("offset")].toInteger();
        if (type == QLatin1StringView("join_response")) {
            if (!person.heard.contains(room))
                person.heard.insert(room, offset);
        } else if (type == QLatin1StringView("leave_response")) {
            person.heard.remove(room);
        } else if (type == QLatin1StringView("broadcast_message")) {
            if (offset != person.heard.value(room, -1) + 1)
                complain("offset " + QByteArray::number(offset) + " after " +
                         QByteArray::number(person.heard.value(room, -1)) + " in " + room.toUtf8());
            person.heard.insert(room, offset);
            const qint64 content = message[QLatin1StringView("content")].toInteger();
            const auto place = std::pair(room, offset);
            if (m_told.value(place, content) != content)
                complain("two messages at one place");
            m_told.insert(place, content);
            return; // its id is no answer
        }
        const QString id = message[QLatin1StringView("id")].toString();
        if (!id.isEmpty())
            ++person.answers[id];
    }

    void checkMembers()
    {
        m_bench.advance(std::chrono::seconds(10)); // who is gone is told
        listen();
        for (int i = 0; i < 3; ++i) {
            const QString room = QStringLiteral("r%1").arg(i);
            qsizetype expected = 0;
            for (const Person &person : m_people)
                expected += person.rooms.contains(room) ? 1 : 0;
            const QJsonObject answer = m_bench.request(
                m_people[0].connection, "{\"type\":\"who\",\"room\":\"" + room.toUtf8() + "\"}");
            const qsizetype found = answer[QLatin1StringView("members")].toArray().size();
            if (found != expected)
                complain("members of " + room.toUtf8() + ": " + QByteArray::number(found) +
                         " instead of " + QByteArray::number(expected));
        }
    }

    QRandomGenerator m_random;
    ChatBench m_bench;
    std::array<Person, peopleCount> m_people;
    QHash<std::pair<QString, qint64>, qint64> m_told;
    ConnectionId m_lastConnection = 0;
    int m_lastId = 0;
    QByteArray m_complaint;
};

} // namespace kodama
