#include "app/core/draftstore.h"

#include <QDir>
#include <QFileInfo>
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
    if (m_path.isEmpty())
        return;
    QSettings file(m_path, QSettings::IniFormat);
    const int count = file.beginReadArray(draftsKey);
    for (int i = 0; i < count && i < mostDrafts; ++i) {
        file.setArrayIndex(i);
        const QString text = file.value(textKey).toString();
        if (!text.isEmpty() && text.size() <= longestDraft)
            m_drafts.insert(file.value(roomKey).toString(), text);
    }
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
    if (draft(room) == text || text.size() > longestDraft)
        return;
    if (text.isEmpty())
        m_drafts.remove(room);
    else if (m_drafts.contains(room) || m_drafts.size() < mostDrafts)
        m_drafts.insert(room, text);
    m_isChanged = true;
    if (!m_saveTimer.isActive())
        m_saveTimer.start();
}

bool DraftStore::save()
{
    m_saveTimer.stop();
    if (!m_isChanged || m_path.isEmpty())
        return true;
    QDir().mkpath(QFileInfo(m_path).path());
    QSettings file(m_path, QSettings::IniFormat);
    file.clear();
    file.beginWriteArray(draftsKey, int(m_drafts.size()));
    int index = 0;
    for (auto one = m_drafts.constBegin(); one != m_drafts.constEnd(); ++one) {
        file.setArrayIndex(index++);
        file.setValue(roomKey, one.key());
        file.setValue(textKey, one.value());
    }
    file.endArray();
    file.sync();
    m_isChanged = file.status() != QSettings::NoError;
    return !m_isChanged;
}

} // namespace kodama
