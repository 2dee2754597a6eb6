#include "app/core/draftstore.h"

#include "app/core/inifile.h"

#include <QSettings>
#include <QStandardPaths>

namespace kodama {
namespace {

using namespace Qt::StringLiterals;

const QString roomKey = u"room"_s;
const QString textKey = u"text"_s;
const QString draftsKey = u"drafts"_s;

} // namespace

DraftStore::DraftStore(const QString &path, QObject *parent)
    : QObject(parent)
    , m_path(path)
{
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(saveDelay);
    connect(&m_saveTimer, &QTimer::timeout, this, &DraftStore::save);
    m_drafts = read();
}

DraftStore::~DraftStore()
{
    save();
}

QString DraftStore::defaultPath(const QString &profile)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    if (folder.isEmpty())
        return {};
    return folder + (profile.isEmpty() ? u"/kodama/drafts.ini"_s
                                       : u"/kodama/drafts-"_s + profile + u".ini"_s);
}

void DraftStore::setDraft(const QString &room, const QString &text)
{
    if (draft(room) == text)
        return;
    if (text.isEmpty())
        m_drafts.remove(room);
    else
        m_drafts.insert(room, text);
    m_changed.insert(room);
    if (!m_saveTimer.isActive())
        m_saveTimer.start();
}

bool DraftStore::save()
{
    m_saveTimer.stop();
    if (m_changed.isEmpty() || m_path.isEmpty())
        return true;
    Drafts kept = read();
    for (const QString &room : std::as_const(m_changed)) {
        const QString text = draft(room);
        if (text.isEmpty() || text.size() > longestDraft)
            kept.remove(room);
        else
            kept.insert(room, text);
    }
    if (!write(kept))
        return false;
    m_changed.clear();
    return true;
}

DraftStore::Drafts DraftStore::read() const
{
    Drafts drafts;
    if (m_path.isEmpty())
        return drafts;
    QSettings file(m_path, QSettings::IniFormat);
    const int count = file.beginReadArray(draftsKey);
    for (int i = 0; i < count && i < mostDrafts; ++i) {
        file.setArrayIndex(i);
        const QString text = file.value(textKey).toString();
        if (!text.isEmpty() && text.size() <= longestDraft)
            drafts.insert(file.value(roomKey).toString(), text);
    }
    return drafts;
}

bool DraftStore::write(const Drafts &drafts) const
{
    const QString begin = draftsKey + u'/';
    IniValues values{{begin + u"size"_s, int(drafts.size())}};
    int index = 0;
    for (auto one = drafts.constBegin(); one != drafts.constEnd(); ++one) {
        const QString entry = begin + QString::number(++index) + u'/';
        values.insert(entry + roomKey, one.key());
        values.insert(entry + textKey, one.value());
    }
    // Nobody else's business, as all that is kept of conversations.
    return writeIni(m_path, values, IniReaders::OwnerOnly);
}

} // namespace kodama
